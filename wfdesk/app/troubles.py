"""What went wrong before there was a window to say it in."""

from dataclasses import dataclass

from wfdesk.system.logs import Log, redact


@dataclass(frozen=True, slots=True)
class Trouble:
    sentence: str
    details: str
    """To copy; without secrets."""


def troubles(log: Log) -> list[Trouble]:
    found = list[Trouble]()
    if log.trouble:
        why = redact(log.trouble.strerror or str(log.trouble))
        sentence = f"The log cannot be written: {why}. wfdesk goes on without it."
        found.append(Trouble(sentence, redact(str(log.trouble))))
    return found
