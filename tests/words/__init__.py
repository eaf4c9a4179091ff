"""How hard our own words are to read, on every public page.

`python -m tests.words` prints the pages that are hardest, each with its longest sentences. docs/design.md says why so.
"""
