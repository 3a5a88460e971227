"""Webflow's rich text HTML: what may be shown of it, and as plain text.

Knows nothing of Qt, the network or the store.
"""
