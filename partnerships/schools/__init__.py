"""The official register of schools: which one somebody means by a name, and how many there are in a place.

`register` reads it, with `official_rows`, and `importing` loads it. `matching` finds a school by whatever is typed,
with `spelling` and `readings` of it, the `index` of all and the `weighing` of each; `certainty` says when one is meant
for certain. Others import the modules.
"""
