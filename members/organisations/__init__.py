"""The rules about member organisations: joining and leaving partnerships, duplicates and merging, search and open data.

Import the modules. Nothing here knows of forms, proposals or uploaded sheets.
"""
