"""Between api and store: refresh, publish, pace.

Nothing here knows the window or starts by itself.
"""
