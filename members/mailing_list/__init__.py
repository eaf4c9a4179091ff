"""News by e-mail: who gets it, how they agreed to it, and what they are sent.

Modules: subscriptions (asking for news, confirming, choosing, leaving), choices (of what), consent, links (signed, in
mails), digest (the mail itself), subscriber_sheet (an export for staff), privacy (what is held about people). All of
them are for others to import; consent also has what the senders of corrections agree to.
"""
