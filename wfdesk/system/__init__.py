"""The machine we run on: keychain, paths, logs, processes of our own.

Knows nothing of Webflow.
"""
