"""Enquiries from the public: who each goes to, the mails about it, and what staff and partnerships do with it.

Others import the modules: receive (one comes in), topics, routing, desk (what staff do), partnership_replies (and their
links), chasing (what nobody answers), asking_again, inbox (the staff lists), mails and consent.
"""
