"""The licences of what the site is made of and tested with: docs/licences.md, and what may be in it."""
