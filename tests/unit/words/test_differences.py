"""What changed in a list, or of a file, line by line."""

from hypothesis import given
from hypothesis import strategies as st

from wfdesk.domain.diff import Part, list_diff
from wfdesk.domain.ids import FieldSlug, ItemId
from wfdesk.domain.schema import Field, FieldType
from wfdesk.words.differences import Line, difference_lines, moved_files
from wfdesk.words.values import Surroundings

NAMES = {ItemId(letter): letter.upper() for letter in "abcdefghijkl"}
SIGNS = {Part.SAME: "{}", Part.REMOVED: "[-{}-]", Part.ADDED: "{{+{}+}}"}
KEYS = st.lists(st.sampled_from("abcde"), max_size=8)


def told(kind: FieldType, before: object, after: object) -> list[str]:
    field = Field("f", FieldSlug("f"), "F", kind)
    return [written(line) for line in difference_lines(field, before, after, Surroundings(NAMES))]


def written(line: Line) -> str:
    said = "".join(SIGNS[piece.part].format(piece.text) for piece in line.pieces)
    return " ".join(filter(None, [said, line.note]))


def items(before: str, after: str) -> list[str]:
    return told(FieldType.MULTI_REFERENCE, list(before), list(after))


def file(name: str, alt: str | None = None) -> dict[str, object]:
    return {"fileId": name, "url": f"https://example.com/{name}.png", "alt": alt}


@given(KEYS, KEYS)
def test_both_lists_can_be_told_by_what_is_in_them(before: list[str], after: list[str]) -> None:
    entries = list_diff(before, after)
    assert [each.key for each in entries if each.part is not Part.REMOVED] == after
    gone, came = (
        [each.key for each in entries if each.part is part] for part in (Part.REMOVED, Part.ADDED)
    )
    assert sorted([*before, *came]) == sorted([*after, *gone])
    assert not {*gone} & {*came}


def test_what_went_and_what_came_is_marked_and_nothing_else() -> None:
    assert items("ab", "abc") == ["A", "B", "{+C+}"]
    assert items("abc", "ac") == ["A", "[-B-]", "C"]


def test_what_has_another_place_has_neither_gone_nor_come() -> None:
    assert items("abc", "cab") == ["C moved", "A", "B"]


def test_of_a_long_list_one_reads_what_differs() -> None:
    assert items("abcdefghijk", "abcdefghijl") == [
        "\N{HORIZONTAL ELLIPSIS} 9 unchanged",
        "J",
        "[-K-]",
        "{+L+}",
    ]


def test_of_an_alt_text_the_words_are_marked() -> None:
    before, after = file("a", "A mill at dusk"), file("a", "A mill at dawn")
    [line] = told(FieldType.IMAGE, before, after)
    assert line == "a.png \N{EN DASH} alt text: A mill at [-dusk-]{+dawn+}"


def test_files_that_are_called_the_same_are_told_apart_by_their_address() -> None:
    before, after = (
        {"fileId": each, "url": f"https://example.com/{each}/a.png"} for each in ("1", "2")
    )
    [line] = told(FieldType.IMAGE, before, after)
    assert "[-https://example.com/1/a.png-]{+https://example.com/2/a.png+}" in line


def test_pictures_are_compared_by_file_and_then_by_alt_text() -> None:
    before = [file("a", "A"), file("b", "B"), file("c")]
    after = [file("c"), file("a", "A"), file("b", "Bread"), file("d")]
    assert told(FieldType.MULTI_IMAGE, before, after) == [
        "c.png \N{EN DASH} no alt text moved",
        "a.png \N{EN DASH} alt text: A",
        "b.png \N{EN DASH} alt text: [-B-]{+Bread+}",
        "{+d.png \N{EN DASH} no alt text+}",
    ]
    assert moved_files(before, after) == {0}
