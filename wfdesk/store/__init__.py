"""The only room that speaks SQL.

One SQLite file, one connection on one thread. The sync engine alone writes server tables;
a user's action writes only edits. Every write returns the ``ChangeSet`` it made.
"""
