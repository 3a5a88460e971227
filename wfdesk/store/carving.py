"""Finds edits in the pages of a file whose tables SQLite cannot follow any more.

Where the schema or the trunk of the table is damaged, SQLite reads none of its rows, although most
of them lie untouched in the leaves. What is found counts only if its checksum holds, so nothing
false comes of this. See https://sqlite.org/fileformat.html, sections 1.6, 2.1 and 4.
"""

import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path

from wfdesk.store.unsent import is_sound

_PAGE = 4096
"""The page size SQLite gave every one of our files."""
_FILE_HEADER = 100
_LEAF = 0x0D
_MOST_CELLS = _PAGE // 6
_LONGEST_LOCAL, _SHORTEST_LOCAL = _PAGE - 35, (_PAGE - 12) * 32 // 255 - 23
_WAL_HEADER, _FRAME_HEADER = 32, 24
_EDIT = ("id", "collection", "item", "locale", "field", "value", "base", "is_held", "checksum")
_LATER = {"is_as_shown": 1}
"""What was added to them, and what stands for it in rows that were written before."""
_NAMES = (*_EDIT, *_LATER)

Edit = Mapping[str, object]
_GARBAGE = (IndexError, ValueError, OverflowError)


def carve_edits(damaged: Path) -> Iterator[Edit]:
    """Yield the sound edits of a file that was put aside, the log of its last writes included."""
    newer = _logged(damaged.with_name(f"{damaged.name}-wal"))
    with damaged.open("rb") as file:
        if damaged.stat().st_size == 0:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            pages = _Pages(content, newer)
            for number in range(1, pages.count + 1):
                yield from _edits_on(pages, number)


class _Pages:
    def __init__(self, content: mmap.mmap, newer: Mapping[int, bytes]) -> None:
        self._content = content
        self._newer = newer
        self.count = max(len(content) // _PAGE, *newer, 0)
        self.size = self.count * _PAGE

    def get(self, number: int) -> bytes:
        if not 0 < number <= self.count:
            raise IndexError(number)
        start = (number - 1) * _PAGE
        return self._newer.get(number) or self._content[start : start + _PAGE]


def _logged(wal: Path) -> dict[int, bytes]:
    """The pages that were committed to the log and not yet moved into the file."""
    content = wal.read_bytes() if wal.exists() else b""
    committed: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    for start in range(_WAL_HEADER, len(content), _FRAME_HEADER + _PAGE):
        frame = content[start : start + _FRAME_HEADER + _PAGE]
        if frame[8:16] != content[16:24] or len(frame) < _FRAME_HEADER + _PAGE:
            break  # the rest is of an earlier round
        pending[_number(frame[0:4])] = frame[_FRAME_HEADER:]
        if _number(frame[4:8]):
            committed.update(pending)
            pending.clear()
    return committed


def _edits_on(pages: _Pages, number: int) -> Iterator[Edit]:
    page = pages.get(number)
    header = _FILE_HEADER if number == 1 else 0
    if page[header : header + 1] != bytes([_LEAF]):
        return
    for cell in range(min(_MOST_CELLS, _number(page[header + 3 : header + 5]))):
        pointer = header + 8 + 2 * cell
        try:
            edit = _edit_at(pages, page, _number(page[pointer : pointer + 2]))
        except _GARBAGE:
            continue
        if edit is not None and is_sound(edit):
            yield edit


def _edit_at(pages: _Pages, page: bytes, start: int) -> Edit | None:
    size, start = _varint(page, start)
    rowid, start = _varint(page, start)
    kinds, body = _kinds(page, start)
    is_edit = len(_EDIT) <= len(kinds) <= len(_NAMES)
    if not is_edit or not body + sum(map(_length, kinds)) == size <= pages.size:
        return None
    payload = _payload(pages, page, start, size)
    values: list[object] = []
    for kind in kinds:
        length = _length(kind)
        values.append(_value(kind, payload[body : body + length]))
        body += length
    values += list(_LATER.values())[len(values) - len(_EDIT) :]
    return {**dict(zip(_NAMES, values, strict=True)), "id": rowid}


def _kinds(page: bytes, start: int) -> tuple[list[int], int]:
    """What the columns are, and how many bytes into the row the first of them begins."""
    length, at = _varint(page, start)
    kinds: list[int] = []
    while at < start + length and len(kinds) <= len(_NAMES):
        kind, at = _varint(page, at)
        kinds.append(kind)
    return kinds, length


def _payload(pages: _Pages, page: bytes, start: int, size: int) -> bytes:
    """The whole row: what lies on its page, and what did not fit and lies on pages of its own."""
    if size <= _LONGEST_LOCAL:
        return page[start : start + size]
    local = _SHORTEST_LOCAL + (size - _SHORTEST_LOCAL) % (_PAGE - 4)
    if local > _LONGEST_LOCAL:
        local = _SHORTEST_LOCAL
    parts, left = [page[start : start + local]], size - local
    following = _number(page[start + local : start + local + 4])
    while left > 0:
        page = pages.get(following)
        parts.append(page[4 : 4 + left])
        left -= _PAGE - 4
        following = _number(page[:4])
    return b"".join(parts)


def _value(kind: int, raw: bytes) -> object:
    match kind:
        case 8 | 9:
            return kind - 8
        case _ if kind >= 13:
            return raw.decode()
        case _:
            return None  # an edit has no other numbers


def _length(kind: int) -> int:
    return (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        value = value << 7 | data[at + place] & 0x7F
        if data[at + place] < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
