"""What the words mean: ids, schema, items, values, edits, merge, plan, errors.

Plain data and pure functions: no input or output, no clock of its own, no third-party package
other than the colour parser and the records of msgspec. Every other room may import this one; it
imports none.

Records are frozen ``msgspec.Struct``s, here and in the other rooms: making the class of a
dataclass takes a millisecond of every start, and there are fifty. Where a field must not be told
by ``repr``, because it is a secret, it is a dataclass.
"""
