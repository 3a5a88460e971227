"""How much of a rich text is laid out at all: Qt takes minutes for nested tables (measured)."""

MOST_CHARACTERS = 1_000_000
MOST_NODES = 20_000
DEEPEST = 32
DEEPEST_TABLE = 6
