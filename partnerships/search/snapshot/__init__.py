"""What the public sees of partnerships, in the memory of each worker, so that lists and counts cost little.

A partnership has a slot, the number of its key among all keys, drafts included. A set of partnerships is one number,
whose bit at a slot says whether that partnership is in it: `&` narrows a list, `bit_count` counts it. There is a set
for every value of every facet, for every day on which some were checked, and for every number of members.

To ask: `keeping.current()`, once a request, and nothing else but what it returns, which never changes. `sets` is what
that is; `reading` makes it of the database, whole or only where something changed, from `facts` and in the order of
`names`; `kept_cards` are the cards that were drawn for it, `pieces` what else was made of some of it.
It is that of a day, on which a stage may have grown too old to count: the next day it is made anew. Import its modules.
"""
