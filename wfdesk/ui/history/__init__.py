"""Values that were given up within the last 30 days: of one item, or of all. Each can come back."""
