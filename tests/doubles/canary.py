"""A token that must be found nowhere: conftest searches for it when all tests have run.

Use it wherever a test needs a token. Its form is a real one's: 64 hexadecimal digits.
"""

CANARY_TOKEN = "ca4a27ca4a27" + "0123456789abcdef" * 3 + "feed"
