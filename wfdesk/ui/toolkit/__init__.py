"""What the places of the window share: tasks, dialogs, theme, icons, images."""
