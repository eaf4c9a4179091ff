"""Loading the committed directory data: `kinds` says what is in the files and reads them, `merging` loads them.

`made_up` adds a directory that is made up, of any size: its rows are those of `made_up_rows`, its names and sentences
those of `made_up_words`. The command `load_directory` imports `merging.load` and `kinds.BrokenRow`;
`generate_directory` imports `made_up`, and the exception of `made_up_rows`.
"""
