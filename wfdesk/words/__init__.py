"""What the window and the command line say alike: plans, reviews and values in words. No Qt.

Everything is plain text. Who shows it sees to it that it stays so.
"""
