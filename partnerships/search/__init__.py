"""Finding entries: by words (text_index) and, for partnerships, by what the list can be narrowed by (facets).

Others import the package text_index, its modules tokens and likeness, and facets.
"""
