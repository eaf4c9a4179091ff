"""Answers to visitors that are given again for as long as the public content stays as it is.

`middleware` gives and keeps them, `pages` says which may be kept, and until when; `store` holds them in the memory of a
worker. Import its modules.
"""
