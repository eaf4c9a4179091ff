"""Text as people paste it, and as the files we hand out need it.

Imports nothing of ours; everybody may import its modules.
"""
