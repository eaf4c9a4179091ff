"""Accounts of staff: how they are invited, sign in with two factors, and lose their access again.

django-allauth does the signing in; here is how it works for us, and what it does not know of: invitations, the gate of
the back office, and what owners do for others. The rest of lcep_site imports the modules by their names.
"""
