"""Dates known only in part, calendar months and working days. Import the modules; none knows of a model."""
