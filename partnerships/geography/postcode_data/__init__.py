"""The list of postcodes: where it comes from (sources), and how it gets into the database (table).

Others import both modules: the commands that load and draw, and the page that says where the facts come from.
"""
