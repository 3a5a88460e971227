"""The text of one pasted block: white space as a browser shows it, marks where they can be seen."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wfdesk.richtext.document import ATOM, BREAK, Run, Tag, merged

_STRAY = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffc\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that are no text, or mean something else to those who read it."""
_SPACE = re.compile("[\t\n\x0b\f\r \u2028\u2029]+")
_LINES = re.compile("\r\n?|[\n\x0b\u2028\u2029]")
_BLANKS = re.compile("[ \u00a0]{2,}")
_UNSEEN = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]*")


def text_runs(text: str, marks: tuple[Tag, ...], *, is_exact: bool) -> Iterator[Run]:
    """Read the text of a node; with *is_exact*, the ends of its lines are kept."""
    lines = _LINES.split(text) if is_exact else [text]
    for number, line in enumerate(lines):
        if number:
            yield Run(BREAK, marks)
        yield Run(_SPACE.sub(" ", _STRAY.sub("", line)), marks)


def exact_text(text: str) -> str:
    """Text as it stands in a program's lines."""
    return _STRAY.sub("", _LINES.sub("\n", text)).replace("\u00a0", " ").replace("\f", "\n")


def paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Cut where two line breaks and nothing between them make an empty line."""
    part: list[Run] = []
    breaks = 0
    for run in runs:
        if run.text == BREAK:
            breaks += 1
        elif run.text.strip(" \u00a0"):
            if breaks > 1:
                yield part
                part = []
            breaks = 0
        part.append(run)
    yield part


def tidy(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Leave out what is not seen, at the ends and between words. Nothing if no word is left."""
    found: list[Run] = []
    for run in runs:
        if run.text == BREAK:
            _trim(found)
            if found:
                found.append(run)
        elif run.raw:
            found.append(run)
        elif text := _following(run.text, found):
            found.append(replace(run, text=text))
    _trim(found)
    while found and found[-1].text == BREAK:
        found.pop()
        _trim(found)
    if all(not run.raw and _UNSEEN.fullmatch(run.text) for run in found):
        return ()
    return merged(list(_marked(found)))


def _following(text: str, found: Sequence[Run]) -> str:
    """Take the blanks away that would follow another, or begin a line."""
    text = _BLANKS.sub(" ", text)
    last = found[-1].text[-1] if found else BREAK
    if last in f"{BREAK} \u00a0":
        text = text.lstrip(" \u00a0")
    return text


def _trim(found: list[Run]) -> None:
    while found and found[-1].text != BREAK:
        text = found[-1].text.rstrip(" \u00a0")
        if text:
            found[-1] = replace(found[-1], text=text)
            return
        found.pop()


def _marked(found: Sequence[Run]) -> Iterator[Run]:
    """A mark of nothing but blanks is kept between words that have it, too."""
    before: tuple[Tag, ...] = ()
    blanks: list[Run] = []
    for run in found:
        if _is_blank(run):
            blanks.append(run)
            continue
        yield from (_between(blank, before, run.marks) for blank in blanks)
        yield run
        before, blanks = run.marks, []
    yield from (_between(blank, before, ()) for blank in blanks)


def _is_blank(run: Run) -> bool:
    return not run.raw and not run.text.strip(f"{BREAK} \u00a0")


def _between(blank: Run, before: Sequence[Tag], after: Sequence[Tag]) -> Run:
    shared = tuple(mark for mark in blank.marks if mark in before and mark in after)
    return replace(blank, marks=shared)


def joined(lines: Sequence[Sequence[Run]]) -> tuple[Run, ...]:
    """Put lines one below the other."""
    runs: list[Run] = []
    for line in lines:
        runs += [Run(BREAK), *line] if runs else line
    return merged(runs)


def atom(raw: str, marks: tuple[Tag, ...]) -> Run:
    return Run(ATOM, marks, raw)
