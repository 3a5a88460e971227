"""Rich text: written as it reads, its cards and links in forms, and its HTML source."""
