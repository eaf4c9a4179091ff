"""Whether code of the release before can go on working while a migration is made, as in a rolling deploy it does."""
