"""Changes to an entry that somebody proposes and staff accept, part by part; and asking partnerships for them.

Modules: parts and facts (what of an entry can be proposed, as plain values), proposing and reviewing, checks and shown
(asking partnerships whether their entry is still true, and what of it they are shown), links and mails, privacy (what
is held about people). Forms, views and the back office import the modules.
"""
