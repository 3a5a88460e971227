"""Welcome, sign-in and tokens."""
