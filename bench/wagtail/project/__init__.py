"""A Wagtail project with a list of pages, as its tutorial makes one. Only bench/wagtail_list.py uses it."""
