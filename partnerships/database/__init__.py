"""The database itself: how long its answers are waited for, and what is known while it is away.

`trouble` says of an error what it tells of the database, `outage` notes that it is away and since when; `limits` and
`postgresql` see to it that nobody waits for ever. Import its modules.
"""
