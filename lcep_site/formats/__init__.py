"""How dates and times are shown where no template says: as people in England read them, by 24 hours."""
