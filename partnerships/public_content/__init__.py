"""Knows that what the public sees has changed, and what of it, whoever changed it and by whatever means.

Triggers write both in the transaction of the change itself. Others import its modules: `stamp`, a number that is
another after every change; `kept`, for what was made of the content and is good while the stamp stays; `changes`, what
is to be read anew since a mark; `watched`, to which an app adds its models; `triggers`, which makes them after every
migration; and `upkeep`, for the worker.
"""
