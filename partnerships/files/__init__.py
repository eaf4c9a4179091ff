"""Files people upload, checked by their content and kept under names nobody can guess, and pictures drawn by the site.

Others import its modules: `documents`, `media`, `pictures` and `share_pictures`; settings name `s3_media`.
"""
