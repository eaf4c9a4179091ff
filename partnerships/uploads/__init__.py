"""Files that people send us are read apart: in a process of their own, under limits, and with nothing to harm.

Others call `apart.read` with the name of a reader, a function of their own room that takes the bytes of the file and
gives plain data, and raises `refusals.Refused`. `child` is what the process runs.
"""
