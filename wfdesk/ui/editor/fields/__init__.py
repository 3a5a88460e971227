"""One file per field type: a widget that edits one value."""
