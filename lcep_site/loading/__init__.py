"""Loading the committed directory data: `kinds` says what is in the files and reads them, `merging` loads them.

The command `load_directory` imports `merging.load` and `kinds.BrokenRow`.
"""
