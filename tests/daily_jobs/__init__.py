"""A site with daily jobs of its own, to see what becomes of those that hang, fail or are killed."""
