"""Where places are: postcodes, place names, positions on the National Grid, and the outlines of local authorities.

Import the modules. Nothing here knows who covers a place.
"""
