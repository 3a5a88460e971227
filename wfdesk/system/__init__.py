"""The machine we run on: keychain, paths, logs.

Knows nothing of Webflow.
"""
