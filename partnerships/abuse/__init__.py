"""How often forms and programs may come, and what makes a sent form look like spam.

Others import the modules `adverts`, `spam`, `rate_limit` and `too_often`, and `Words` of `learnt`.
"""
