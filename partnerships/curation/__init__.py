"""Keeping entries complete and true: scores, warnings, dead links, references to an entry, and the lists of what waits.

Import its modules: nothing is re-exported here.
"""
