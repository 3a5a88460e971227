"""The form of one item."""
