"""Troubles to order: which there are, what each does, and which request it strikes."""
