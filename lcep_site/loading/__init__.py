"""Loading the committed directory data: `sheets` reads the files, `kinds` says what is in them, `merging` loads them.

The command `load_directory` imports `merging.load` and `sheets.BrokenRow`.
"""
