"""Rich text: the HTML source editor and its safe preview."""
