"""What the public sees of entries: the steps by which they are published, previews of drafts, and what changed.

Also working copies of what is public, and where a second person has to look. Others import its modules: `steps`,
`workflow`, `working_copies`, `copy_saving`, `second_person`, `draft_comments`, `due`, `previews`, `public_changes`,
`entry_details`, `by_owner` and `event_calendar`.
"""
