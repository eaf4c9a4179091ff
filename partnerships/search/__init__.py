"""Finding entries: by words (text_index) and, for partnerships, by what the list can be narrowed by (facets).

Others import facets, the package text_index, and the modules of it that its docstring offers.
"""
