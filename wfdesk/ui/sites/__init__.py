"""The tree of sites and collections."""
