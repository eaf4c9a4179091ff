"""What is kept about people: for how long, how a person is taken out of it, and what is held about one of them.

Modules: stores (one declaration for each place where something is kept), directory_stores and mentions (the
directory's own), retention (how long, and what then), anonymise (rows without the person), subject_requests (one
address, to be shown or erased). Other apps register their own in stores.
"""
