"""Puts the lower half together: the local copy, and what speaks to Webflow with its services.

The window and the command line both begin here, each taking no more than it needs. No Qt.
"""
