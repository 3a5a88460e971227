"""The practice server in a process of its own; its state survives in the profile."""

from pathlib import Path

from wfdesk.system.child import Child, program_arguments


class PracticeSite:
    """Started by the first who asks, stopped with the program.

    ``items`` is how many a new site has; one that is in the profile already stays as it is.
    """

    def __init__(self, home: Path, items: int) -> None:
        self._child = Child(
            [
                *program_arguments(),
                "practice",
                f"--items={items}",
                "--rate-limit=120",
                f"--state={home / 'practice.json'}",
                "--until-stdin-closes",
            ]
        )

    async def start(self) -> tuple[str, str]:
        ready = await self._child.start()
        return ready["url"], ready["tokens"]["full"]

    @property
    def is_running(self) -> bool:
        return self._child.is_running

    async def stop(self) -> None:
        await self._child.stop()
