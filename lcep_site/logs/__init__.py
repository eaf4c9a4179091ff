"""What the site writes to its log: one line for each event, which says when, where and in which request it happened.

Nothing of it is about a person: no path (paths hold tokens), no query string, no address, and nothing of what somebody
typed, though an error may repeat it. `configuration` puts it together for Django's LOGGING; `middleware` begins and
ends a request; `requests` knows the one being answered; `lines` shapes a line; `traces` a trace; `scrubbing` takes out
what is not for a log; `repeats` keeps a lasting fault from filling it. Import its modules; none needs a model.
"""
