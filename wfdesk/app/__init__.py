"""The composition root: builds the object graph, runs the loop, shuts down in order.

``start`` is the one way to start wfdesk: the program, its self-test, the benchmarks and the tests
of the whole window differ only in what they do with the window once it is open.
"""
