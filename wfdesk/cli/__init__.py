"""The command line: the same services as the window's, without a window. No Qt.

``main`` runs one command. Each command is a module of ``commands``, loaded when it is asked for; it
finds out what is meant, asks a service, and says what came of it. Whatever a service could decide
is not decided here. What the window says of a plan, a review or a value is said in the same words.

Standard output is the result: text for a person, or with ``--json`` one JSON document, whose shapes
stand in ``shapes``. Whatever else is said goes to standard error. The codes with which a command
ends are for scripts, and do not change their meaning; ``exits`` says which error has which.
"""

COMMANDS = {
    "refresh": "bring the local copy up to date",
    "items": "list the items of a collection",
    "show": "show all fields of an item",
    "set": "change fields of an item, on this computer",
    "new": "make a new item, on this computer",
    "changes": "list what is not sent yet",
    "send": "send changes to Webflow; the live site stays as it is",
    "publish": "send changes and make them live",
    "discard": "give up unsent changes",
    "conflicts": "list what a colleague changed as well, and settle it",
    "restore": "list values that were given up, and take them up again",
    "log": "list what was sent, when, and what came of it",
}
"""Each command with what it does."""

EXIT_CODES = """\
exit codes:
    0  done, or there was nothing to do
    1  not all went: refused, in conflict or not sent; the results say what
    2  the command line is wrong, or needs --yes; nothing was done
    3  what is named is not there, or is not the only one of that name
    4  not signed in, or the token may not do this
    5  Webflow cannot be reached, or does not answer as it should
    6  the local copy cannot be used: disk full, read-only, of a newer wfdesk
    7  the local copy is in use: the window is open, or another command runs
   70  a bug of wfdesk; the log has more
  130  interrupted"""
