"""Finding entries: by words (text_index) and, for partnerships, by what the list can be narrowed by.

`facets` declares what that is, `results` are those found, `cards` draws them with what `patchworks` knows of their
pictures, `figures` counts all there are, and `of_the_day` chooses whom the home page shows. They ask the package
snapshot, which holds who has what in memory. Others import these, the package text_index, and the modules of it that
its docstring offers.
"""
