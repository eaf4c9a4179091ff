"""A real worker whose lanes can be held in the middle of their work, to see what goes on meanwhile."""
