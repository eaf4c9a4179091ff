"""Where the list of postcodes comes from (sources) and how it gets into the database (table)."""
