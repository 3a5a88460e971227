"""The main window: its commands, status bar and notices."""
