"""What the words mean: ids, schema, items, values, edits, merge, plan, errors.

Plain data and pure functions: no input or output, no clock of its own, no third-party package
other than the colour parser. Every other room may import this one; it imports none.
"""
