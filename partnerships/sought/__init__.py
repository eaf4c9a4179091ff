"""What visitors look for with the finder: how often it gave which answer for which place, never what was typed.

`tally.count` counts an answer in memory, `tally.write_if_due` writes what was counted now and then, `places.of` says
what place an answer is about, `report` what of it is published and what staff see above the list.
"""
