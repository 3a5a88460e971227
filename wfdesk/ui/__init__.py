"""The window: the only room that knows Qt.

Controllers turn intent into calls of services and answers into signals; views know values.
"""
