"""The list of postcodes: where it comes from (sources), and how it gets into the database (table).

Others import both modules: so far only the command that loads it.
"""
