"""Import and export of partnerships, member organisations and memberships as CSV or XLSX files.

Import the modules: `lifecycle` for what staff do with an import, `exporting` for files to hand out, `layouts` for the
columns and who may import, `cells` for CSV that is safe to open. The others serve these: `reading` turns a file into
cells, by `file_rows` and `workbooks`, which are run apart; `cell_kinds`, `dates`, `place_names` and `known_names` check
one cell; `planning` and `rows` say what a row would do; `applying` does it; `work` is what `lifecycle` begins, and the
worker's lane.
"""
