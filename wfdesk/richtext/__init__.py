"""Webflow's rich text HTML: read into blocks, changed, compared, cleaned, and written back.

Knows nothing of Qt, the network or the store.
"""
