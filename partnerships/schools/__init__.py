"""The official register of schools: which one somebody means by a name, and how many there are in a place.

`register` reads it and `importing` loads it. `spelling`, `index` and `matching` find a school by whatever is typed, and
`certainty` says when it is meant for certain. Others import the modules.
"""
