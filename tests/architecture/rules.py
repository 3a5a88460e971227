"""What no linter checks for us: each rule is a sentence, a test of one node, and its own proof."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_STATIC_HELPERS = {
    "QMessageBox": {"question", "information", "warning", "critical", "about", "aboutQt"},
    "QInputDialog": {"getText", "getInt", "getDouble", "getItem", "getMultiLineText"},
    "QFileDialog": {
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getSaveFileName",
        "getSaveFileUrl",
        "getExistingDirectory",
        "getExistingDirectoryUrl",
    },
    "QColorDialog": {"getColor"},
    "QFontDialog": {"getFont"},
}
_PARTS_OF_SQL = {
    "columns", "column", "conditions", "direction", "marks", "number", "setting", "statement",
    "table",
}  # fmt: skip
"""What a statement may be put together from, beside the constants of its module."""
_CODE_FROM_DATA = {"pickle", "marshal", "shelve", "dill", "yaml"}


@dataclass(frozen=True)
class Rule:
    sentence: str
    breaks: Callable[[ast.AST], bool]
    bad: tuple[str, ...]
    """Snippets that break the rule, so that the rule itself is tested."""
    good: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    """Files and folders that may break it, as paths from the root."""

    def findings(self, source: str) -> list[int]:
        return self.findings_among(ast.walk(ast.parse(source)))

    def findings_among(self, nodes: Iterable[ast.AST]) -> list[int]:
        return [getattr(node, "lineno", 0) for node in nodes if self.breaks(node)]

    def may_be_broken_in(self, path: str) -> bool:
        return path.startswith(self.allowed or ("//",))


def broken(rules: Sequence[Rule], folder: str) -> dict[str, list[str]]:
    """Where each rule is broken, by its sentence. Every file is read once for all of them."""
    found: dict[str, list[str]] = {rule.sentence: [] for rule in rules}
    for file in sources(folder):
        path = file.relative_to(ROOT).as_posix()
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        for rule in rules:
            if not rule.may_be_broken_in(path):
                lines = rule.findings_among(nodes)
                found[rule.sentence] += [f"{path}:{line}" for line in lines]
    return found


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def called(node: ast.AST) -> str:
    """The dotted name of what a call calls, such as ``self.box.exec``; empty if it has none."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imported(node: ast.AST) -> set[str]:
    """The modules, and the names in them, that an import statement names."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def has_keyword(node: ast.AST, name: str, *, value: bool) -> bool:
    return isinstance(node, ast.Call) and any(
        keyword.arg == name
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is value
        for keyword in node.keywords
    )


def runs_a_nested_loop(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"exec", "exec_"}


def is_static_dialog(node: ast.AST) -> bool:
    owner, _, method = called(node).rpartition(".")
    return method in _STATIC_HELPERS.get(owner.rpartition(".")[2], set())


def turns_the_loop_by_hand(node: ast.AST) -> bool:
    loses_tasks = {"qasync.asyncSlot", "qasync.asyncClose", "qasync.asyncWrap"}
    return (isinstance(node, ast.Attribute) and node.attr == "processEvents") or bool(
        imported(node) & loses_tasks
    )


def has_a_curly_apostrophe(node: ast.AST) -> bool:
    """Alone the sign is no apostrophe: it is what is looked for in texts of others."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and re.search(r"\w\u2019", node.value) is not None


def connects_what_outlives(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return node.func.attr == "connect" and any(
        isinstance(slot, ast.Lambda) or is_foreign_partial(slot) for slot in node.args
    )


def is_foreign_partial(slot: ast.AST) -> bool:
    is_partial = called(slot).rpartition(".")[2] == "partial" and isinstance(slot, ast.Call)
    return is_partial and not (slot.args and dotted(slot.args[0]).startswith("self."))


def trusts_anybody(node: ast.AST) -> bool:
    name = dotted(node).rpartition(".")[2]
    assigned = node.targets[0] if isinstance(node, ast.Assign) else None
    unchecked = isinstance(assigned, ast.Attribute) and assigned.attr == "check_hostname"
    return (
        has_keyword(node, "verify", value=False)
        or name in {"CERT_NONE", "_create_unverified_context"}
        or (unchecked and isinstance(node.value, ast.Constant) and node.value.value is False)
    )


def runs_data_as_code(node: ast.AST) -> bool:
    return called(node) in {"eval", "exec", "compile", "__import__"} or any(
        name.partition(".")[0] in _CODE_FROM_DATA for name in imported(node)
    )


def writes_values_into_sql(node: ast.AST) -> bool:
    """A statement that is put together from anything but constants and the parts named above."""
    is_statement = called(node).rpartition(".")[2] in {"execute", "executemany", "executescript"}
    if not (is_statement and isinstance(node, ast.Call) and node.args):
        return False
    return any(is_foreign_to_sql(each) for each in ast.walk(node.args[0]))


def is_foreign_to_sql(part: ast.AST) -> bool:
    if isinstance(part, ast.Name):
        is_constant = part.id.lstrip("_").isupper()
        return not (is_constant or part.id in {*_PARTS_OF_SQL, "len", "fields"})
    if isinstance(part, ast.Attribute):
        return part.attr != "join"
    return isinstance(part, ast.Mod)


def uses_a_shell(node: ast.AST) -> bool:
    return has_keyword(node, "shell", value=True) or called(node) in {
        "os.system",
        "os.popen",
        "subprocess.getoutput",
        "subprocess.getstatusoutput",
        "asyncio.create_subprocess_shell",
    }


def swallows_bugs(node: ast.AST) -> bool:
    """A handler of everything that does not end by raising."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    catches_all = any(
        kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in kinds
    )
    return catches_all and not isinstance(node.body[-1], ast.Raise)


def hides_an_import(node: ast.AST) -> bool:
    return dotted(node).rpartition(".")[2] == "TYPE_CHECKING"


RULES = (
    Rule(
        "No dialog runs a loop of its own: one exec() in a task wedges every other task.",
        runs_a_nested_loop,
        bad=("dialog.exec()", "self.menu.exec_(point)", "run = box.exec"),
        good=("dialog.open()", "connection.execute(sql)"),
        # A drag knows no other way, and Qt begins its own so. No task runs where a mouse is moved.
        allowed=("wfdesk/ui/editor/richtext/dragging.py",),
    ),
    Rule(
        "No static dialog helper: each is an exec().",
        is_static_dialog,
        bad=(
            "QMessageBox.question(self, 'a', 'b')",
            "QtWidgets.QFileDialog.getOpenFileName()",
            "QInputDialog.getText(self, 'a', 'b')",
        ),
        good=("QMessageBox(self)", "self.box.question()"),
    ),
    Rule(
        "Nobody turns Qt's loop by hand.",
        turns_the_loop_by_hand,
        bad=("application.processEvents()", "from qasync import asyncSlot"),
        good=("from qasync import QEventLoop",),
    ),
    Rule(
        "Signals are connected to bound methods: a lambda fires into what is deleted.",
        connects_what_outlives,
        bad=(
            "button.clicked.connect(lambda: self.go())",
            "button.clicked.connect(partial(other.go, 1))",
            "button.clicked.connect(functools.partial(go))",
        ),
        good=(
            "button.clicked.connect(self.go)",
            "button.clicked.connect(partial(self.chosen.emit, slug))",
        ),
    ),
    Rule(
        "TLS is checked everywhere.",
        trusts_anybody,
        bad=(
            "httpx.AsyncClient(verify=False)",
            "context.verify_mode = ssl.CERT_NONE",
            "context.check_hostname = False",
            "ssl._create_unverified_context()",
        ),
        good=("httpx.AsyncClient(verify=context)", "context.check_hostname = True"),
    ),
    Rule(
        "Data is never run as code.",
        runs_data_as_code,
        bad=("import pickle", "from yaml import load", "eval(text)", "__import__(name)"),
        good=("import json", "re.compile(text)"),
    ),
    Rule(
        "SQL is put together from constants; every value is a parameter.",
        writes_values_into_sql,
        bad=(
            "connection.execute(f\"SELECT * FROM items WHERE id = '{item}'\")",
            "connection.execute(f'SELECT {query.text}')",
            "connection.execute('SELECT %s' % table)",
            "connection.execute('SELECT {}'.format(table))",
            "self._connection.executemany('DELETE FROM ' + name, rows)",
            "connection.executescript(str(text))",
        ),
        good=(
            "connection.execute(f'SELECT * FROM items WHERE {_HERE}', place)",
            "connection.execute(f'SELECT {columns} FROM {table} IN ({marks})')",
            "connection.execute(' UNION ALL '.join([_PART] * len(fields)), {'text': text})",
        ),
    ),
    Rule(
        "No shell.",
        uses_a_shell,
        bad=("subprocess.run(text, shell=True)", "os.system(text)"),
        good=("subprocess.run([program])",),
    ),
    Rule(
        "A bug is caught in few places, each of which reports it.",
        swallows_bugs,
        bad=(
            "try: pass\nexcept Exception: pass",
            "try: pass\nexcept (OSError, Exception) as error: log(error)",
            "try: pass\nexcept: pass",
        ),
        good=(
            "try: pass\nexcept OSError: pass",
            "try: pass\nexcept BaseException:\n undo()\n raise",
        ),
        allowed=(
            "wfdesk/ui/toolkit/tasks.py",
            "wfdesk/sync/publish.py",
            # Keychain backends raise kinds of their own, whose text may repeat the token.
            "wfdesk/system/keychain.py",
            # Whatever a call ends with goes to whoever waits for it.
            "wfdesk/system/callthread.py",
            # The practice server answers 500 in Webflow's form, and prints what happened.
            "wfdesk/practice/web/api.py",
        ),
    ),
    Rule(
        "Labels are made in the toolkit, which shows text as text.",
        lambda node: "PySide6.QtWidgets.QLabel" in imported(node),
        bad=("from PySide6.QtWidgets import QLabel, QWidget",),
        good=("from wfdesk.ui.toolkit.labels import PlainLabel",),
        allowed=("wfdesk/ui/toolkit/",),
    ),
    Rule(
        "Keychains are made by name: keyring's own choice imports what a file names.",
        lambda node: (
            bool(imported(node) & {"keyring", "keyring.get_password", "keyring.get_keyring"})
            or any(name.startswith("keyrings") for name in imported(node))
        ),
        bad=("import keyring", "from keyring import get_password", "import keyrings.alt.file"),
        good=("from keyring.backends import SecretService", "from keyring.core import set_keyring"),
    ),
    Rule(
        "Our own sentences have straight apostrophes, as most have always had.",
        has_a_curly_apostrophe,
        bad=('"The site\\u2019s token."', "f'The site\u2019s {name}.'"),
        good=('"The site\'s token."', '"\\u2019"', '"[\'\\u2019]"'),
    ),
    Rule(
        "No import hides from the import contracts.",
        hides_an_import,
        bad=("if TYPE_CHECKING:\n import x", "if typing.TYPE_CHECKING:\n import x"),
        good=("import x",),
    ),
)

TEST_RULES = (
    Rule(
        "Tests wait for a condition, never by time, and never block the loop.",
        lambda node: called(node) in {"qtbot.wait", "qtbot.waitUntil", "QTest.qWait"},
        bad=("qtbot.wait(100)", "qtbot.waitUntil(done)"),
        good=("await until(done)",),
    ),
    Rule(
        "The doubles are the practice server, the keychain and the clock.",
        lambda node: any(name.startswith("unittest.mock") for name in imported(node)),
        bad=("from unittest.mock import Mock", "import unittest.mock"),
        good=("import unittest",),
    ),
)
