"""The table of a collection's items."""
