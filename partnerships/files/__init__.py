"""Files people upload, checked by their content and kept under names nobody can guess, and pictures drawn by the site.

Others import its modules: `documents`, `pictures` and `share_pictures`.
"""
