"""Django's back end for PostgreSQL with time limits of ours, named as ENGINE in the settings."""
