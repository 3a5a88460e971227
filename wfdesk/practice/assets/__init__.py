"""The site's files: what is known of them, how they arrive, and where their bytes are."""
