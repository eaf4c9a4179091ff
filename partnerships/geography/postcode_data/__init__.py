"""The list of postcodes: where it comes from (sources), and how it gets into the database (table)."""
