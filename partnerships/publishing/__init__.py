"""What the public sees of entries: the steps by which they are published, previews of drafts, and what changed.

Others import its modules: `steps`, `workflow`, `previews`, `public_changes`, `entry_details`, `by_owner`
and `event_calendar`.
"""
