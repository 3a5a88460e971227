"""What went wrong before there was a window to say it in."""

from pathlib import Path

from msgspec import Struct

from wfdesk.services.preferences import PreferencesService
from wfdesk.store.database import Database
from wfdesk.system.logs import Log, redact
from wfdesk.system.paths import NETWORK, shared_by

_TOLD = "profile.shared"


class Trouble(Struct, frozen=True):
    sentence: str
    details: str
    """To copy; without secrets."""


def troubles(log: Log, database: Database) -> list[Trouble]:
    """What the log and the local copy met when they were opened."""
    return [*_of_log(log), *_of_database(database)]


async def told_once(home: Path, preferences: PreferencesService) -> list[Trouble]:
    """What is said of a profile's place when wfdesk first opens it there."""
    shared = shared_by(home)
    if not shared or await preferences.get(_TOLD) == shared:
        return []
    await preferences.put(_TOLD, shared)
    sentence = (
        f"Your local copy lies on {shared}, where another computer may change it while it is open."
        if shared == NETWORK
        else f"Your local copy lies in {shared}, which copies it away while it is open."
    )
    advice = " Edits could get lost. Set WFDESK_HOME to a folder of this computer."
    return [Trouble(sentence + advice, str(home))]


def _of_log(log: Log) -> list[Trouble]:
    found = list[Trouble]()
    if log.trouble:
        why = redact(log.trouble.strerror or str(log.trouble))
        sentence = f"The log cannot be written: {why}. wfdesk goes on without it."
        found.append(Trouble(sentence, redact(str(log.trouble))))
    if log.earlier_crash:
        sentence = "wfdesk crashed when it ran last. What you had saved is kept."
        found.append(Trouble(sentence, redact(log.earlier_crash)))
    return found


def _of_database(database: Database) -> list[Trouble]:
    found = list[Trouble]()
    if database.damage:
        sentence = (
            f"The local copy was damaged and is now at {database.damage}. "
            "What could be read of your edits is in the new one."
        )
        found.append(Trouble(sentence, f"Damaged local copy: {database.damage}"))
    if restored := database.restored:
        sentence = (
            f"{restored:,} unsent changes were damaged or gone, and were taken from their second"
            " copy. Look at them before you send them."
            if restored > 1
            else "1 unsent change was damaged or gone, and was taken from its second copy. Look at"
            " it before you send it."
        )
        found.append(Trouble(sentence, f"Changes taken from the second copy: {restored}"))
    count = database.quarantined
    if count:
        sentence = (
            f"{count} unsent edits are damaged. They are kept apart, and will not be sent."
            if count > 1
            else "1 unsent edit is damaged. It is kept apart, and will not be sent."
        )
        found.append(Trouble(sentence, f"Damaged edits, in the table quarantine: {count}"))
    return found
