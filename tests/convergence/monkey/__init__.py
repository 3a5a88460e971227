"""A user without aim in the real window, while a colleague and faults are at work.

It runs in a process of its own (``python -m tests.convergence.monkey SEED SECONDS``), opened as the
program opens itself, so that a window that hangs or a crash in C++ ends nothing but the monkey.
"""
