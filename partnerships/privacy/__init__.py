"""What is kept about people: for how long, how a person is taken out of it, and what is held about one of them.

Modules: retention (how long, and what then), anonymise (rows without the person), subject_requests (one address, to be
shown or erased). Other apps register their own rules and stores in retention and subject_requests.
"""
