"""Enchant with a dictionary of our own, in a process of its own: it reads no other one."""

import json
import os
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import pytest

from wfdesk.domain.errors import SpellingError
from wfdesk.system.spelling import PersonalWords, SystemSpeller, SystemSpellers

ROOT = Path(__file__).parents[3]

needs_enchant = pytest.mark.skipif(
    sys.platform == "linux" and not find_library("enchant-2"), reason="Enchant is not installed"
)
AFFIXES = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\nREP 1\nREP f ph\nSFX S Y 1\nSFX S 0 s .\n"
WORDS = "5\nbread/S\noven/S\nbaker/S\ndon't\nna\u00efve\n"

ASK = """
import json, sys
from wfdesk.system.spelling import SystemSpellers
spellers = SystemSpellers()
speller = spellers.open("en_XX")
words = json.loads(sys.argv[1])
print(json.dumps({
    "languages": spellers.languages(),
    "right": [word for word in words if speller.check(word)],
    "suggested": {word: speller.suggest(word) for word in words},
}))
"""


def ask(home: Path, *words: str) -> dict[str, Any]:
    folder = home / "hunspell"
    folder.mkdir()
    (folder / "en_XX.aff").write_text(AFFIXES, encoding="utf-8")
    (folder / "en_XX.dic").write_text(WORDS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK, json.dumps(words)],
        cwd=ROOT,
        env={**os.environ, "ENCHANT_CONFIG_DIR": str(home)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_enchant
def test_enchant_knows_what_the_dictionary_says(tmp_path: Path) -> None:
    right = ["bread", "Breads", "don't", "don\u2019t", "na\u00efve", "bread-oven"]
    found = ask(tmp_path, *right, "braed", "bread-ovne", "dont\u2019")
    assert "en_XX" in found["languages"]
    assert found["right"] == right
    assert found["suggested"]["braed"][0] == "bread"
    assert len(found["suggested"]["braed"]) <= 6


class Library:
    """What pyenchant calls a dictionary."""

    def check(self, word: str) -> bool:
        if not word:
            raise ValueError("can't check spelling of empty string")
        return word in {"don't", "well", "known"}

    def suggest(self, _word: str) -> list[str]:
        return ["don't", *(f"word {number}" for number in range(9))]


def test_an_apostrophe_may_be_straight_or_curled_and_stays_as_it_was() -> None:
    speller = SystemSpeller(Library())
    assert speller.check("don't")
    assert speller.check("don\u2019t")
    assert speller.suggest("dno\u2019t")[0] == "don\u2019t"
    assert speller.suggest("dno't") == ["don't", *(f"word {number}" for number in range(5))]


def test_parts_that_are_right_make_a_word_with_hyphens_right() -> None:
    speller = SystemSpeller(Library())
    assert speller.check("well-known")
    assert not speller.check("well-knwon")
    assert not speller.check("well-")
    assert not speller.check("-")


def test_without_enchant_it_is_said_that_it_is_missing_and_not_looked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "enchant", None)
    spellers = SystemSpellers()
    with pytest.raises(SpellingError) as caught:
        spellers.languages()
    assert caught.value.summary == "Enchant is not installed"
    monkeypatch.delitem(sys.modules, "enchant")
    with pytest.raises(SpellingError):  # It is looked for once: that takes long.
        spellers.open("en_US")


def test_an_enchant_that_cannot_be_loaded_is_told_from_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "enchant.py").write_text("import ctypes\nctypes.CDLL(__file__)")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "enchant", raising=False)
    with pytest.raises(SpellingError) as caught:
        SystemSpellers().languages()
    assert caught.value.summary == "Enchant cannot be loaded"


def test_personal_words_are_kept_one_on_each_line(tmp_path: Path) -> None:
    words = PersonalWords(tmp_path / "words.txt")
    assert words.read() == frozenset()
    words.add("Placemark")
    words.add("na\u00efve")
    assert words.read() == {"Placemark", "na\u00efve"}
    (tmp_path / "words.txt").write_bytes(b"by hand\r\nlast\xff")
    words.add("one")
    assert {"by hand", "one"} <= words.read()


def test_a_word_that_the_disk_does_not_take_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpellingError, match="could not be kept"):
        PersonalWords(tmp_path / "missing" / "words.txt").add("one")
