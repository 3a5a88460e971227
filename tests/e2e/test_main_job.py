"""The main job through the real window: edit, lose the network, be killed, come back, publish."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start


class Editor:
    """A person at a window, in a process of its own."""

    def __init__(self, home: Path) -> None:
        environment = {**os.environ, "WFDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.editor"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def do(self, action: str, **more: object) -> dict:
        self._process.stdin.write(json.dumps({"do": action, **more}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def kill(self) -> None:
        """SIGKILL: no word of warning, no last wish."""
        self._process.kill()
        self._end()

    def leave(self) -> int:
        self._process.stdin.close()
        return self._end()

    def _end(self) -> int:
        code = self._process.wait(20)
        for pipe in (self._process.stdin, self._process.stdout):
            if not pipe.closed:
                pipe.close()
        return code


TYPED = {
    "PlainText": "Typed by hand",
    "Number": "7",
    "Email": "typed@example.org",
    "Phone": "+49 30 901820",
    "Link": "https://example.org/typed",
    "Color": "#1a2b3c",
    "VideoLink": "https://www.youtube.com/watch?v=typed",
    "DateTime": "2026-03-04",
}
"""What is typed into a line, by the field's type."""


def first_fields(practice: Practice, collection: str) -> dict[str, str]:
    """The first field of each type that is typed into, by type."""
    fields = practice.get(f"/collections/{collection}")["fields"]
    found: dict[str, str] = {}
    for field in fields:
        if field["isEditable"] and field["type"] in TYPED:
            found.setdefault(field["type"], field["slug"])
    return found


def authors(practice: Practice) -> tuple[str, list[dict]]:
    collection = practice.collection("authors")
    items = practice.get(f"/collections/{collection}/items")["items"]
    return collection, [item for item in items if not item["isArchived"]]


@pytest.mark.timeout(180)
def test_every_edit_survives_the_kill_and_arrives_once(tmp_path: Path) -> None:
    state = tmp_path / "practice.json"
    practice = start("--items", "120", "--rate-limit", "0", "--state", str(state))
    collection, items = authors(practice)
    locale = practice.locales["primary"]["cmsLocaleId"]
    keys = [[collection, item["id"], locale] for item in items[:3]]
    home = tmp_path / "home"

    editor = Editor(home)
    editor.do("sign_in", token=practice.tokens["full"], url=practice.url)
    editor.do("open", key=keys[0])
    editor.do("type", field="name", text="Typed on line")
    practice.close()
    editor.do("open", key=keys[1])
    editor.do("type", field="name", text="Typed off line")
    fresh = editor.do("new", collection=collection)["key"]
    editor.do("type", field="name", text="Made off line")
    editor.do("type", field="email", text="made@example.org")
    editor.kill()

    editor = Editor(home)
    works = {tuple(work["key"]): work["edits"] for work in editor.do("works")["works"]}
    assert works[tuple(keys[0])]["name"] == "Typed on line"
    assert works[tuple(keys[1])]["name"] == "Typed off line"
    assert works[tuple(fresh)]["name"] == "Made off line"

    practice = start("--items", "120", "--rate-limit", "0", "--state", str(state))
    before = {item["id"]: item["fieldData"] for item in authors(practice)[1]}
    editor.do("sign_in", token=practice.tokens["full"], url=practice.url)
    results = editor.do("publish")["results"]
    assert results == ["Published"] * 3
    after = {item["id"]: item["fieldData"] for item in authors(practice)[1]}
    expected = dict(before)
    expected[keys[0][1]] = {**before[keys[0][1]], "name": "Typed on line"}
    expected[keys[1][1]] = {**before[keys[1][1]], "name": "Typed off line"}
    [made] = set(after) - set(before)
    assert after[made]["name"] == "Made off line"
    assert {each: after[each] for each in before} == expected
    log = practice.control("GET", "log").json()
    log = log["requests"] if isinstance(log, dict) else log
    assert [entry["method"] for entry in log if entry["method"] != "GET"] == [
        "POST",
        "PATCH",
        "POST",
    ]
    assert editor.leave() == 0
    practice.close()


@pytest.mark.timeout(180)
def test_what_is_typed_into_a_line_of_each_type_arrives(tmp_path: Path) -> None:
    practice = start("--items", "120", "--rate-limit", "0")
    collection = practice.collection("recipes")
    items = practice.get(f"/collections/{collection}/items")["items"]
    item = next(each for each in items if not each["isArchived"])
    fields = first_fields(practice, collection)
    editor = Editor(tmp_path / "home")
    editor.do("sign_in", token=practice.tokens["full"], url=practice.url)
    editor.do("open", key=[collection, item["id"], item["cmsLocaleId"]])
    for kind, slug in fields.items():
        editor.do("type", field=slug, text=TYPED[kind])
    assert editor.do("publish")["results"] == ["Published"]
    assert editor.leave() == 0
    arrived = practice.get(f"/collections/{collection}/items/{item['id']}")["fieldData"]
    expected = {fields[kind]: value for kind, value in TYPED.items()}
    expected[fields["Number"]] = 7
    expected[fields["DateTime"]] = "2026-03-04T00:00:00.000Z"
    arrived[fields["VideoLink"]] = arrived[fields["VideoLink"]]["url"]
    assert arrived == {**item["fieldData"], **expected}
    practice.close()
