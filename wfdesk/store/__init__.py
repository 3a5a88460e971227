"""The only room that speaks SQL.

One SQLite file, one connection on one thread; a second file follows with what is unsent. The sync
engine alone writes server tables; a user's action writes only edits. Every write returns the
``ChangeSet`` it made.
"""
