"""A disk whose power can be cut, under the very SQLite that Python's ``sqlite3`` uses.

SQLite reaches files through a table of functions, its VFS. This one takes the place of the usual
one, so that our own code opens its file as it always does. It keeps what was written and not synced
apart. When the power is cut, of that only some is there: writes in any order, and sectors of them;
a file that was made and never synced may be missing, one that was deleted may be back.

Locks are granted to whoever asks, and there is no shared memory: ours holds its file exclusively,
and SQLite then keeps the index of its log in its own memory. See https://sqlite.org/vfs.html and
https://sqlite.org/wal.html, section 8.
"""

import ctypes
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

SECTOR = 512
_OK, _IOERR, _NOTFOUND, _CANTOPEN, _SHORT_READ = 0, 10, 12, 14, 10 | 2 << 8
_CREATE, _DELETE_ON_CLOSE = 0x4, 0x8
_LOGS = 0x800 | 0x4000 | 0x80000
"""Of journals and of the log of writes: with their first sync, SQLite syncs their folder."""
_POWERSAFE_OVERWRITE, _BLOCK = 0x1000, 4096
"""What SQLite's own VFS for Unix says of a disk it knows nothing of."""


class _File(Structure):
    """SQLite's handle of an open file, and our number of it."""

    _fields_ = (("methods", c_void_p), ("number", c_int64))


_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, POINTER(c_int))
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_ACCESS = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int, POINTER(c_int))


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("access", _ACCESS),
        *((name, c_void_p) for name in ("full_path", "dl_open", "dl_error", "dl_sym", "dl_close")),
        *((name, c_void_p) for name in ("randomness", "sleep", "time", "last_error")),
        *((name, c_void_p) for name in ("time64", "set_call", "get_call", "next_call")),
    )


_AT = CFUNCTYPE(c_int, POINTER(_File), c_void_p, c_int, c_int64)
_NUMBER = CFUNCTYPE(c_int, POINTER(_File), c_int64)
_FLAG = CFUNCTYPE(c_int, POINTER(_File), c_int)
_BARE = CFUNCTYPE(c_int, POINTER(_File))
_SIZE = CFUNCTYPE(c_int, POINTER(_File), POINTER(c_int64))
_ASK = CFUNCTYPE(c_int, POINTER(_File), POINTER(c_int))
_CONTROL = CFUNCTYPE(c_int, POINTER(_File), c_int, c_void_p)


class _Methods(Structure):
    _fields_ = (
        ("version", c_int),
        ("close", _BARE),
        ("read", _AT),
        ("write", _AT),
        ("truncate", _NUMBER),
        ("sync", _FLAG),
        ("size", _SIZE),
        ("lock", _FLAG),
        ("unlock", _FLAG),
        ("is_reserved", _ASK),
        ("control", _CONTROL),
        ("sector_size", _BARE),
        ("characteristics", _BARE),
    )


Op = tuple[int, bytes | None]
"""Where a write begins and what it wrote; or the length that a file was cut to."""


@dataclass
class Node:
    """A file: what is on the disk for good, what a program sees, and what lies between."""

    path: Path
    durable: bytes
    seen: bytearray
    pending: list[Op] = field(default_factory=list)
    is_entered: bool = True
    """Whether its folder knows of it for good."""
    is_deleted: bool = False
    is_log: bool = False

    def do(self, op: Op) -> None:
        self.pending.append(op)
        _apply(self.seen, op)


class Disk:
    """Files by their paths. ``cut_in`` counts what is asked of it until the power goes."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._nodes: dict[str, Node] = {}
        self.cut_in: int | None = None
        self.is_off = False
        self.asked = 0
        self.made: set[str] = set()
        """The names of all files there ever were."""

    def spend(self) -> None:
        """Note that something is asked; raise when the power goes, and from then on."""
        self.asked += 1
        if self.cut_in is not None and self.asked > self.cut_in:
            self.is_off = True
        if self.is_off:
            raise PowerCutError

    def has(self, name: str) -> bool:
        node = self._nodes.get(name)
        return not node.is_deleted if node else Path(name).exists()

    def open(self, name: str, flags: int) -> Node | None:
        if not self.has(name) and not flags & _CREATE:
            return None
        self.made.add(Path(name).name)
        node = self._nodes.get(name)
        if node is None or node.is_deleted:
            path = Path(name)
            # An empty one was made a moment ago: SQLite leaves none behind.
            is_old = node is None and path.exists() and path.stat().st_size > 0
            old = path.read_bytes() if is_old else b""
            node = Node(path, old, bytearray(old), is_entered=is_old, is_log=bool(flags & _LOGS))
            self._nodes[name] = node
        return node

    def sync(self, node: Node) -> None:
        """What was written is there for good."""
        node.durable, node.pending = bytes(node.seen), []
        node.path.write_bytes(node.durable)
        if node.is_log and not node.is_entered:
            self._sync_folder()

    def delete(self, name: str, *, is_synced: bool) -> None:
        node = self._nodes.setdefault(name, Node(Path(name), b"", bytearray()))
        node.is_deleted = True
        if is_synced:
            self._sync_folder()

    def _sync_folder(self) -> None:
        for name, node in list(self._nodes.items()):
            node.is_entered = True
            if node.is_deleted:
                node.path.unlink(missing_ok=True)
                del self._nodes[name]

    def restore(self) -> None:
        """Power is back: lay the files down as they were when it went."""
        for node in self._nodes.values():
            if node.is_deleted or not node.is_entered:
                match self._random.randrange(3):
                    case 0:
                        continue  # as it was before: there, or not
                    case 1:
                        node.path.unlink(missing_ok=True)
                        continue
            if not node.is_deleted:
                node.path.write_bytes(self._what_is_left(node))
        self._nodes.clear()
        self.cut_in, self.is_off, self.asked = None, False, 0

    def _what_is_left(self, node: Node) -> bytes:
        content = bytearray(node.durable)
        for op in node.pending:
            for part in self._parts(op):
                _apply(content, part)
        return bytes(content)

    def _parts(self, op: Op) -> Iterator[Op]:
        """What is left of a write: nothing, all, or some of its sectors."""
        start, data = op
        fate = self._random.random()
        if fate < 0.4:
            return
        if fate < 0.8 or data is None:
            yield op
            return
        for at in range(0, len(data), SECTOR):
            if self._random.random() < 0.5:
                yield start + at, data[at : at + SECTOR]


class PowerCutError(Exception):
    """Nothing is asked of the disk any more."""


def _apply(content: bytearray, op: Op) -> None:
    start, data = op
    if data is None:
        del content[start:]
        return
    content.extend(bytes(max(0, start - len(content))))
    content[start : start + len(data)] = data


class Shim:
    """The functions that SQLite calls. Made once: SQLite keeps pointers to them."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._usual = library.sqlite3_vfs_find(None)
        self.disk = Disk(Random(0))
        self.faults: list[BaseException] = []
        """What went wrong in here, which SQLite cannot be told."""
        self._open_files: dict[int, tuple[Node, bool]] = {}
        self._numbers = count(1)
        self._methods = self._make_methods()
        self._vfs = _Vfs.from_buffer_copy(self._usual.contents)
        self._vfs.file_size, self._vfs.name = ctypes.sizeof(_File), b"powercut"
        self._vfs.open = _OPEN(self._open)
        self._vfs.delete = _DELETE(self._delete)
        self._vfs.access = _ACCESS(self._access)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Every connection that is made meanwhile goes through here."""
        self._library.sqlite3_vfs_register(byref(self._vfs), 1)
        try:
            yield
        finally:
            self._library.sqlite3_vfs_register(self._usual, 1)
            self._library.sqlite3_vfs_unregister(byref(self._vfs))
        assert not self.faults

    def _make_methods(self) -> _Methods:
        def block(_file: Any) -> int:
            return _BLOCK

        def powersafe(_file: Any) -> int:
            return _POWERSAFE_OVERWRITE

        def granted(_file: Any, _level: int) -> int:
            return _OK

        def unknown(_file: Any, _op: int, _given: Any) -> int:
            return _NOTFOUND

        return _Methods(
            1,
            _BARE(self._close),
            _AT(self._read),
            _AT(self._write),
            _NUMBER(self._truncate),
            _FLAG(self._sync),
            _SIZE(self._size),
            _FLAG(granted),
            _FLAG(granted),
            _ASK(self._is_reserved),
            _CONTROL(unknown),
            _BARE(block),
            _BARE(powersafe),
        )

    def _guarded(self, work: Callable[[], int]) -> int:
        try:
            return work()
        except PowerCutError:
            return _IOERR
        except BaseException as error:  # noqa: BLE001 - it would end in C, and be lost there
            self.faults.append(error)
            return _IOERR

    def _node(self, file: Any) -> Node:
        return self._open_files[file.contents.number][0]

    def _open(self, _vfs: Any, name: int | None, file: Any, flags: int, given: Any) -> int:
        file.contents.methods = None

        def work() -> int:
            self.disk.spend()
            number = next(self._numbers)
            path = ctypes.string_at(name).decode() if name else f"unnamed-{number}"
            node = self.disk.open(path, flags)
            if node is None:
                return _CANTOPEN
            self._open_files[number] = (node, bool(flags & _DELETE_ON_CLOSE))
            file.contents.number = number
            file.contents.methods = ctypes.addressof(self._methods)
            if given:
                given[0] = flags
            return _OK

        return self._guarded(work)

    def _delete(self, _vfs: Any, name: bytes, is_synced: int) -> int:
        def work() -> int:
            self.disk.spend()
            self.disk.delete(name.decode(), is_synced=bool(is_synced))
            return _OK

        return self._guarded(work)

    def _access(self, _vfs: Any, name: bytes, _flags: int, result: Any) -> int:
        def work() -> int:
            self.disk.spend()
            result[0] = int(self.disk.has(name.decode()))
            return _OK

        return self._guarded(work)

    def _close(self, file: Any) -> int:
        node, is_temporary = self._open_files.pop(file.contents.number)
        if is_temporary and not self.disk.is_off:
            self.disk.delete(str(node.path), is_synced=True)
        return _OK

    def _read(self, file: Any, buffer: int, amount: int, start: int) -> int:
        def work() -> int:
            self.disk.spend()
            data = bytes(self._node(file).seen[start : start + amount])
            ctypes.memmove(buffer, data.ljust(amount, b"\0"), amount)
            return _OK if len(data) == amount else _SHORT_READ

        return self._guarded(work)

    def _write(self, file: Any, buffer: int, amount: int, start: int) -> int:
        def work() -> int:
            self.disk.spend()
            self._node(file).do((start, ctypes.string_at(buffer, amount)))
            return _OK

        return self._guarded(work)

    def _truncate(self, file: Any, length: int) -> int:
        def work() -> int:
            self.disk.spend()
            self._node(file).do((length, None))
            return _OK

        return self._guarded(work)

    def _sync(self, file: Any, _flags: int) -> int:
        def work() -> int:
            self.disk.spend()
            self.disk.sync(self._node(file))
            return _OK

        return self._guarded(work)

    def _size(self, file: Any, result: Any) -> int:
        result[0] = len(self._node(file).seen)
        return _OK

    def _is_reserved(self, _file: Any, result: Any) -> int:
        result[0] = 0
        return _OK


def library() -> ctypes.CDLL | None:
    """The SQLite that Python uses, if it can be reached: it may be hidden inside of Python."""
    names = ["sqlite3.dll"] if sys.platform == "win32" else [_module_file(), None]
    for name in names:
        try:
            found = ctypes.CDLL(name)
            version = found.sqlite3_libversion
            found.sqlite3_vfs_find  # noqa: B018 - whether it is there
        except (OSError, AttributeError):
            continue
        version.restype = c_char_p
        if version().decode() == sqlite3.sqlite_version:
            return found
    return None


def _module_file() -> str | None:
    return getattr(sys.modules.get("_sqlite3"), "__file__", None)
