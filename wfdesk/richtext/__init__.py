"""Webflow's rich text HTML: its blocks, what may be shown of it, and as plain text.

Knows nothing of Qt, the network or the store.
"""
