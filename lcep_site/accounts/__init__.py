"""Accounts of staff: how they are invited, sign in with two factors, and lose their access again.

django-allauth does the signing in; here is what it is told, and what it does not know of: invitations, the back
office's gate, and what owners do for others.
"""
