"""How often forms and programs may come, from where, and what makes a sent form look like spam.

Others import the modules `adverts`, `networks`, `spam`, `rate_limit` and `too_often`, and of `learnt`
`Words` and `weights`.
"""
