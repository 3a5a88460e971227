"""What the site holds, and how it is read, written, published and kept."""
