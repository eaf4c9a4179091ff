"""The list and its entries."""
