"""HTTP: the operations, what stands before them, and the side door for tests."""
