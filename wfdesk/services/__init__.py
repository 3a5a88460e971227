"""One module per task that the user would name.

The window and the command line call these and nothing below them.
"""
