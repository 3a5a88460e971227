"""The vocabulary of the magazine, in three languages that say the same, entry by entry."""
