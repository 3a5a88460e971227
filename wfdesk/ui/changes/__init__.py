"""All unsent edits: review, the publish sheet, its progress, conflicts."""
