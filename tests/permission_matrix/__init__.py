"""Who may open what in the back office: every address, action and choice as every role, beside committed tables.

The tables answers.tsv, actions.tsv and choices.tsv are what a person decided. `python -m tests.permission_matrix`
prints what is missing from them or differs, with what the site answers now, for a person to judge and to copy in.

Modules: people (one of each role), world (two Bridge Organisations with rows of every kind), walk (all addresses,
actions and choices there are, and what each answers), looking (what an answer gives away), table (reading and
comparing).
"""
