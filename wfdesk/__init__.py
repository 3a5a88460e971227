"""wfdesk: a native desktop editor for the content of Webflow sites.

The map of the house, from the roof down; each room's own ``__init__`` says what belongs there:

* ``__main__``, ``selftest``, ``app``: start, self-test, and the object graph.
* ``ui``: the window. The only room that knows Qt.
* ``cli``: the command line, beside it.
* ``words``: what both say alike. ``assembly``: how both put the rooms below together.
* ``services``: one module per task the user would name.
* ``sync``: what goes between Webflow and the local copy: refresh, publish, pace.
* ``api`` speaks HTTP, ``store`` speaks SQL, ``system`` speaks to the machine.
* ``richtext``: Webflow's HTML.
* ``domain``: what the words mean.
* ``practice``: an HTTP server that behaves as Webflow does. It stands apart from all others.

A room imports only from rooms below it; ``pyproject.toml`` holds that with import contracts.
"""

__version__ = "0.1.0"
