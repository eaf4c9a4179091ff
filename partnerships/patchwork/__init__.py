"""The patchwork of a partnership: a picture of cut shapes that is drawn from its facts, for want of photographs.

`tiles.py` says which shapes, colours and turns; `shapes.py` how each shape is cut; `drawing.py` draws them as SVG for
pages and as dots for files. It is decoration: nothing of it has to be read.
"""
