"""Who wants to know what a write touched. Views refresh from here and from nothing else."""

from collections.abc import Callable

from wfdesk.domain.changes import ChangeSet

Listener = Callable[[ChangeSet], None]


class ChangeFeed:
    """Passes each ``ChangeSet`` on, on the event loop's thread, to all who subscribed."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def unsubscribe(self, listener: Listener) -> None:
        self._listeners.remove(listener)

    def publish(self, change: ChangeSet) -> None:
        if change:
            for listener in tuple(self._listeners):
                listener(change)
