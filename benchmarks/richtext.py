"""Writing in long rich texts: opening, a key press, saving, memory, and how they grow."""

import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from wfdesk.richtext.finding import Finder, Search
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.writing import serialize
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.replacing import found_in, replace

Figure = tuple[str, float, str, float | None]
WORDS = ("bread", "oven", "flour", "crumb", "water", "night", "table", "salt", "of", "and", "the")
SIZES = (1_000, 10_000, 50_000)
KEYS = 200
EDITORS = 20


def figures() -> Iterator[Figure]:
    """Name, value, unit, and what it should stay below."""
    for words in SIZES:
        command = [sys.executable, "-m", "benchmarks.richtext", str(words)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        found: dict[str, Any] = json.loads(done.stdout)
        asked = words == 10_000
        what = f"a rich text of {words:,} words"
        yield f"reading {what}", found["parse_ms"], "ms", None
        yield f"opening and painting {what}", found["open_ms"], "ms", 150 if asked else None
        yield f"a key press in {what}, median", found["key_ms"], "ms", 2 if asked else None
        yield f"a key press in {what}, p95", found["key_p95_ms"], "ms", 8 if asked else None
        yield f"saving {what}", found["save_ms"], "ms", 10 if asked else None
        yield f"finding each 11th word of {what}", found["find_ms"], "ms", 16 if asked else None
        yield f"replacing it and painting {what}", found["replace_ms"], "ms", 100 if asked else None
        if asked:
            yield "one more editor", found["editor_mib"], "MiB", 0.5


def article(words: int) -> str:
    """As Webflow writes it, with 50 pictures for 10,000 words."""
    chance = random.Random(words)  # noqa: S311 - the same article each time
    parts: list[str] = []
    count = number = 0
    while count < words:
        number += 1
        text = [chance.choice(WORDS) for _ in range(chance.randint(30, 80))]
        count += len(text)
        parts.append(_block(number, text))
        if count // 200 > (count - len(text)) // 200:
            parts.append(_picture(number))
    return "".join(parts)


def _block(number: int, text: list[str]) -> str:
    if number % 11 == 0:
        items = (" ".join(text[at : at + 9]) for at in range(0, len(text), 9))
        return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    if number % 9 == 0:
        return f'<h2 id="">{" ".join(text)}</h2>'
    if number % 4 == 0:
        text[3] = f"<strong>{text[3]}</strong>"
        text[9] = f'<a href="https://example.com/{number}" target="_blank">{text[9]}</a>'
        text[20] = f"<em>{text[20]}</em>"
    return f'<p id="">{" ".join(text)}</p>'


def _picture(number: int) -> str:
    return (
        '<figure class="w-richtext-figure-type-image w-richtext-align-fullwidth" data-rt-type='
        '"image" data-rt-align="fullwidth"><div><img src="https://example.com/'
        f'{number}.jpg" alt="Loaf {number}" loading="lazy"></div></figure>'
    )


def measure(words: int) -> dict[str, float]:
    application = QApplication([])
    font = application.font()
    font.setPixelSize(13)
    application.setFont(font)
    html = article(words)
    parse("<p>x</p>")
    box = RichTextBox()
    box.resize(700, 600)
    box.show()
    application.processEvents()
    found = _open(application, box, html)
    found |= _write(application, box)
    found |= _replace(application, box)
    if words == 10_000:
        found["editor_mib"] = _memory(application)
    return found


def _open(application: QApplication, box: RichTextBox, html: str) -> dict[str, float]:
    reads, opens = [], []
    for _ in range(5):
        start = time.perf_counter()
        text = parse(html)
        reads.append(time.perf_counter() - start)
        box.set_text(text)
        application.processEvents()
        opens.append(time.perf_counter() - start)
    if serialize(box.content()) != html:
        raise SystemExit("The text has come back as another one.")
    return {"parse_ms": _ms(reads), "open_ms": _ms(opens)}


def _write(application: QApplication, box: RichTextBox) -> dict[str, float]:
    cursor = box.textCursor()
    cursor.setPosition(
        box.document().findBlockByNumber(box.document().blockCount() // 2).position()
    )
    box.setTextCursor(cursor)
    keys, saves = [], []
    for number in range(KEYS):
        start = time.perf_counter()
        letter = "word "[number % 5]
        QApplication.sendEvent(
            box, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        )
        application.processEvents()
        keys.append(time.perf_counter() - start)
        if number % 20 == 19:
            start = time.perf_counter()
            serialize(box.content())
            saves.append(time.perf_counter() - start)
    p95 = statistics.quantiles(keys, n=20)[-1] * 1000
    return {"key_ms": _ms(keys), "key_p95_ms": round(p95, 2), "save_ms": _ms(saves)}


def _replace(application: QApplication, box: RichTextBox) -> dict[str, float]:
    finds, replaces = [], []
    for old, new in (("bread", "toast"), ("toast", "bread"), ("bread", "roll")):
        start = time.perf_counter()
        found = found_in(box.document(), Finder(Search(old)))
        finds.append(time.perf_counter() - start)
        replace(box.document(), found, new)
        application.processEvents()
        replaces.append(time.perf_counter() - start)
    return {"find_ms": _ms(finds), "replace_ms": _ms(replaces)}


def _memory(application: QApplication) -> float:
    """What one more editor takes, with a short text in it."""
    text = parse("<p>Bread takes time.</p>" * 5)
    boxes = []
    for number in range(2 * EDITORS):
        if number == EDITORS:
            gc.collect()
            before = _resident()
        box = RichTextBox()
        box.set_text(text)
        box.show()
        application.processEvents()
        boxes.append(box)
    gc.collect()
    return round((_resident() - before) / EDITORS / 2**20, 2)


def _resident() -> int:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _ms(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 2)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
