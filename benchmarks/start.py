"""Opens the window on a filled profile; tells the first painted row, and the longest stall after.

It starts as the program does, command line included. The first line is written when rows
are painted, the second when the loop has been felt for a while.
"""

from wfdesk.__main__ import loaded_start, options_of, understood


def main() -> None:
    start = loaded_start()
    from benchmarks.watcher import Watcher  # noqa: PLC0415 - it loads Qt, whose turn is the start's

    watcher = Watcher()
    start.run(options_of(understood([])), watcher.rest, watcher.watch)


if __name__ == "__main__":
    main()
