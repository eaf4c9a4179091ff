"""Measures the site, and counts its code: `python -m bench` or `make bench`. docs/performance.md is what it writes."""
