"""Which partnerships cover a local authority, how well each authority is covered, and the map drawn from that.

Import the modules: who_covers (one place, its neighbours), extents (who reaches how far), levels (how well),
everywhere (all places), map (drawings), need (of each place), cold_spots (the gaps, by need), support_today (who
supports partnerships there since the Bridge role ended).
"""
