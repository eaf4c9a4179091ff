"""Keeping entries complete and true: scores, warnings, dead links, references to an entry, the lists of what waits.

When councils change, `council_changes` finds what hangs on them and `council_moves` moves it.

Import its modules: nothing is re-exported here.
"""
