"""How often forms and programs may come, and what makes a sent form look like spam.

Others import the modules `adverts`, `spam` and `rate_limit`.
"""
