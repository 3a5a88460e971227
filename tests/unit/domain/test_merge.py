"""Three-way merge of one field: what is put together, and what a person is asked about."""

from collections.abc import Mapping
from random import Random

import pytest

from tests.doubles.pace import work_of
from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, SiteId
from wfdesk.domain.merge import Comparison, Judgement, Verdict, compare, judge
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.values import Value
from wfdesk.richtext.blocks import split_blocks


def field(
    kind: FieldType, validations: Mapping[str, object] | None = None, slug: str = "f"
) -> Field:
    return Field("1", FieldSlug(slug), "F", kind, validations=validations or {})


TEXT = field(FieldType.PLAIN_TEXT, slug="t")
RICH = field(FieldType.RICH_TEXT)
REFERENCES = field(FieldType.MULTI_REFERENCE)
PICTURES = field(FieldType.MULTI_IMAGE)
LINK = field(FieldType.LINK)


def judged(of: Field, base: Value, mine: Value, theirs: Value) -> Judgement:
    return judge(of, Edit(of.slug, mine, base), theirs, split_blocks)


def merged(of: Field, base: Value, mine: Value, theirs: Value) -> Value:
    """What is sent in the end; it is the same whoever asks."""
    judgement = judged(of, base, mine, theirs)
    assert judgement.verdict is Verdict.MERGE
    assert judged(of, base, theirs, mine).value == judgement.value
    return judgement.value


def is_conflict(of: Field, base: Value, mine: Value, theirs: Value) -> bool:
    judgement = judged(of, base, mine, theirs)
    assert judged(of, base, theirs, mine).verdict is judgement.verdict
    return judgement == Judgement(Verdict.CONFLICT, theirs)


def picture(file: str, alt: str | None = None, **more: str) -> dict[str, str | None]:
    return {"fileId": file, "url": f"https://x.org/{file}", "alt": alt, **more}


def test_our_change_alone_is_sent_as_it_is_spelled() -> None:
    assert judged(LINK, "https://a.org", "https://b.org/", "https://a.org/") == Judgement(
        Verdict.SEND, "https://b.org/"
    )


def test_what_webflow_has_already_is_dropped() -> None:
    dropped = Judgement(Verdict.DROP, "https://b.org")
    assert judged(LINK, "https://a.org", "https://b.org/", "https://b.org") == dropped


def test_an_edit_that_changes_nothing_gives_way_to_a_colleagues() -> None:
    assert judged(LINK, "https://a.org", "https://a.org", "https://b.org") == Judgement(
        Verdict.DROP, "https://b.org"
    )


def test_an_edit_of_the_spelling_alone_is_no_reason_to_overwrite_a_change() -> None:
    conflict = Judgement(Verdict.CONFLICT, "https://b.org")
    assert judged(LINK, "https://a.org", "https://a.org/", "https://b.org") == conflict


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "value"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "a\nb\nc\nd\n", "A\nb\nc", "A\nb\nc\nd\n"),
        ("a\nb\nc", "b\nc", "a\nb\n", "b\n"),
        ("a\nb\nc", "a\nx\nb\nc", "a\nb\ny\nc", "a\nx\nb\ny\nc"),
        ("a\r\nb\r\nc", "A\r\nb\r\nc", "a\r\nb\r\nC\r\n", "A\r\nb\r\nC\r\n"),
        ("a\rb\rc", "A\rb\rc", "a\rb\rC", "A\rb\rC"),
        ("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nB\n\nc", "A\n\nB\n\nc"),
        ("a\nb\nc\nd\ne", "A\nb\nC\nd\ne", "A\nb\nc\nd\nE", "A\nb\nC\nd\nE"),
        ("a\u2028b\nx\nc", "a\u2028B\nx\nc", "a\u2028b\nx\nC", "a\u2028B\nx\nC"),
    ],
)
def test_lines_that_do_not_touch_are_put_together(
    base: str, mine: str, theirs: str, value: str
) -> None:
    assert merged(TEXT, base, mine, theirs) == value


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("a\nb", "A\nb", "a\nB"),
        ("a\nb\nc", "a\nx\nc", "a\ny\nc"),
        ("a\nb\nc\nd", "a\nc\nd", "a\nb\nd"),
        ("a\nb", "a\nx\nb", "a\ny\nb"),
        ("a\nb\nc", "a\nx\nb\nc", "b\nc"),
        ("a\nb\nc", None, "a\nb\nC"),
        ("", "a", "b"),
        (None, "a\nb", "a\nc"),
        ("a\nb\nc", "a\r\nb\r\nc", "a\nb\nC"),
        ("a\nb\nc", 7, "a\nb\nC"),
    ],
)
def test_lines_that_touch_are_a_conflict(base: Value, mine: Value, theirs: Value) -> None:
    assert is_conflict(TEXT, base, mine, theirs)


@pytest.mark.parametrize(
    "of",
    [
        field(FieldType.PLAIN_TEXT, {"singleLine": True}),
        field(FieldType.PLAIN_TEXT, slug=NAME),
        field(FieldType.PLAIN_TEXT, slug=SLUG),
        field(FieldType.OPTION),
        LINK,
    ],
)
def test_what_is_one_thing_is_never_put_together(of: Field) -> None:
    assert is_conflict(of, "a\nb\nc", "A\nb\nc", "a\nb\nC")


def test_a_merge_that_breaks_a_rule_is_a_conflict() -> None:
    of = field(FieldType.PLAIN_TEXT, {"maxLength": 8})
    assert is_conflict(of, "a\nb\nc", "abc\nb\nc", "a\nb\ncde")
    assert merged(of, "a\nb\nc", "ab\nb\nc", "a\nb\ncd") == "ab\nb\ncd"


def test_lines_that_repeat_are_put_together_only_where_there_is_one_way_to_read_it() -> None:
    assert merged(TEXT, "a\n\nb\n\n", "a\n\nB\n\n", "A\n\nb\n\n") == "A\n\nB\n\n"
    assert is_conflict(TEXT, "x\nx\nx\n", "x\ny\nx\n", "x\nx\nz\n")


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [("abb", "a", "bcba"), ("abcb", "a", "bba"), ("abab", "a", "bca"), ("baaa", "bab", "aabab")],
)
def test_a_line_that_repeats_and_that_one_has_removed_is_not_said_to_be_gone_where_it_is_not(
    base: str, mine: str, theirs: str
) -> None:
    lines = ("".join(f"{line}\n" for line in each) for each in (base, mine, theirs))
    assert is_conflict(TEXT, *lines)
    blocks = ("".join(f"<p>{block}</p>" for block in each) for each in (base, mine, theirs))
    assert is_conflict(RICH, *blocks)


def test_lines_that_repeat_are_put_together_in_a_text_of_many() -> None:
    base = [f"{line % 399}\n" for line in range(3_900)]
    mine, theirs = ["A\n", *base[1:-3], "B\n", *base[-2:]], [*base[:-1], "C\n"]
    both = "".join([*mine[:-1], "C\n"])
    versions = tuple(map("".join, (base, mine, theirs)))
    assert merged(TEXT, *versions) == both
    assert work_of(lambda: judged(TEXT, *versions)) < 30


def test_a_line_that_both_have_added_is_added_once_however_often_it_is_there() -> None:
    base, theirs = "\na\na\nb\na\na\n", "a\n\na\nb\na\na\n"
    assert merged(TEXT, base, "a\n\na\na\nb\nA\na\n", theirs) == "a\n\na\nb\nA\na\n"


def test_what_would_take_long_to_compare_is_a_conflict() -> None:
    base = "\n" * 3_000
    assert is_conflict(TEXT, base, f"a{base}b", f"c{base}d")
    lines = "".join(f"{line}\n" for line in range(3_500))
    mine, theirs = lines.replace("\n10\n", "\nX\n"), lines.replace("\n3000\n", "\nY\n")
    assert merged(TEXT, lines, mine, theirs) == mine.replace("\n3000\n", "\nY\n")


@pytest.mark.parametrize(
    ("count", "sorts"), [(39_000, 39_000), (39_000, 1), (3_900, 2), (3_900, 60)]
)
def test_no_merge_takes_long(count: int, sorts: int) -> None:
    chance = Random(1)
    base = [f"{line % sorts}\n" for line in range(count)]
    mine, theirs = (chance.sample(base, len(base)) for _ in range(2))
    versions = "".join(base), "m" + "".join(mine), "t" + "".join(theirs)
    assert judged(TEXT, *versions).verdict is Verdict.CONFLICT
    assert work_of(lambda: judged(TEXT, *versions)) < 30


def test_blocks_of_a_rich_text_are_put_together_byte_for_byte() -> None:
    base = "<h2 id=''>A</h2>\n<p>b &nbsp;<br/></p><ul><li>c</li></ul>"
    mine = base.replace(">A<", ">Z<")
    theirs = base.replace("<li>c", "<li>c</li><li>d")
    assert merged(RICH, base, mine, theirs) == mine.replace("<li>c", "<li>c</li><li>d")


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("<p>a</p><p>b</p>", "<p>A</p><p>b</p>", "<p>a</p><p>B</p>"),
        ("<ul><li>a</li><li>b</li><li>c</li></ul>", *("<ul><li>a</li></ul>", "<ul></ul>")),
        ("<p>a<p>b<p>c", "<p>A<p>b<p>c", "<p>a<p>b<p>C"),
        ("<p>a</p><p>b</p><p>c</p>", "<p>A</p><p>b</p><p>c</p>", "<p>a</p><p>b</p><p>c"),
        ("<p>a</p>", "<p>a</p><p>b</p>", "<p>a</p><p>c</p>"),
    ],
)
def test_blocks_that_both_sides_changed_are_a_conflict(base: str, mine: str, theirs: str) -> None:
    assert is_conflict(RICH, base, mine, theirs)


def test_blocks_that_are_too_much_together_are_a_conflict() -> None:
    base = "<hr><p>a</p><hr>"
    assert merged(RICH, base, f"{base}b", f"c{base}") == f"c{base}b"
    assert is_conflict(RICH, base, base + "b" * 600_000, "c" * 600_000 + base)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "value"),
    [
        ("ab", "abx", "aby", "abxy"),
        ("abc", "ac", "ab", "a"),
        ("abc", "cba", "abcx", "cxba"),
        ("abc", "cab", "xabc", "xcab"),
        ("abc", "axbc", "bcy", "xbcy"),
        ("", "x", "y", "xy"),
        ("ab", "abxy", "abx", "abxy"),
        ("abcd", "dcbae", "abcdf", "dfcbae"),
        ("abcd", "dabc", "acd", "dac"),
        ("abcd", "dabc", "cdx", "dxc"),
        ("abcd", "dabc", "dabcx", "dabcx"),
        ("abcd", "bac", "abcx", "bacx"),
        ("abcd", "bacd", "abc", "bac"),
    ],
)
def test_references_that_came_and_went_are_put_together(
    base: str, mine: str, theirs: str, value: str
) -> None:
    judgement = judged(REFERENCES, list(base), list(mine), list(theirs))
    assert judgement.value == list(value)
    assert judged(REFERENCES, list(base), list(theirs), list(mine)).value == list(value)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("abc", "cba", "bac"),
        ("ab", "axb", "abx"),
        ("ab", "xab", "bax"),
        ("ab", "bax", "abx"),
        ("ab", "a", "b"),
        ("ab", "aba", "abx"),
        ("aba", "abax", "abay"),
    ],
)
def test_references_that_cannot_be_in_both_orders_are_a_conflict(
    base: str, mine: str, theirs: str
) -> None:
    assert is_conflict(REFERENCES, list(base), list(mine), list(theirs))


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("abcd", "dabc", "abc"),
        ("abcd", "dabc", "abcx"),
        ("abc", "cba", "ac"),
        ("abc", "bac", "bc"),
        ("abcd", "bcad", "ad"),
        ("abcd", "badc", "abd"),
        ("abc", "ba", "bc"),
    ],
)
def test_a_reference_that_one_has_moved_and_the_other_removed_is_a_conflict(
    base: str, mine: str, theirs: str
) -> None:
    assert is_conflict(REFERENCES, list(base), list(mine), list(theirs))
    pictures = ([picture(file) for file in version] for version in (base, mine, theirs))
    assert is_conflict(PICTURES, *pictures)


@pytest.mark.parametrize("odd", ["ab", ["a", ["b"]], ["a", ""], {"a": 1}])
def test_what_is_no_list_of_references_is_a_conflict(odd: Value) -> None:
    assert is_conflict(REFERENCES, ["a"], odd, ["a", "x"])


def test_no_list_grows_beyond_its_limit() -> None:
    of = field(FieldType.MULTI_REFERENCE, {"maxItems": 3})
    assert is_conflict(of, ["a", "b"], ["a", "b", "x"], ["a", "b", "y"])
    assert merged(of, ["a"], ["a", "x"], ["a", "y"]) == ["a", "x", "y"]
    many = [picture(f"{count:02}") for count in range(24)]
    mine, theirs = [*many, picture("x")], [*many, picture("y")]
    assert is_conflict(PICTURES, many, mine, theirs)
    assert len(merged(PICTURES, many[1:], mine[1:], theirs[1:])) == 25


def test_pictures_are_put_together_with_their_alt_texts() -> None:
    base = [picture("a"), picture("b", "old")]
    mine = [picture("a"), picture("b", "new"), picture("x", width="9")]
    theirs = [picture("a", "theirs"), picture("b", "old")]
    assert merged(PICTURES, base, mine, theirs) == [theirs[0], mine[1], mine[2]]


def test_a_picture_not_changed_keeps_the_spelling_that_webflow_has() -> None:
    base, theirs = [picture("a")], [picture("a", "", size="1"), picture("y")]
    mine = [picture("a"), picture("x")]
    judgement = judged(PICTURES, base, mine, theirs)
    assert judgement == Judgement(Verdict.MERGE, [theirs[0], mine[1], theirs[1]])


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([picture("a", "one"), picture("b")], [picture("a", "two"), picture("b")]),
        ([picture("a", "one"), picture("b")], [picture("b")]),
        ([picture("a"), picture("b"), picture("x", "1")], [*map(picture, "ab"), picture("x", "2")]),
        ([picture("a"), picture("b"), {"alt": "no file"}], [picture("a")]),
        ([picture("a"), picture("b"), "x"], [picture("a")]),
    ],
)
def test_a_picture_that_both_sides_changed_is_a_conflict(mine: Value, theirs: Value) -> None:
    assert is_conflict(PICTURES, [picture("a"), picture("b")], mine, theirs)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "value"),
    [
        ("xy", "y", "12c", "2c"),
        ("xy", "x", "12c", "1c"),
        ("xy", "yx", "12c", "2c1"),
        ("x", "y", "1c", "cy"),
        ("1", "y", "1c", "cy"),
        ("1", "1y", "12c", "12c"),
        ("", "xy", "12c", "12c"),
        ("1", "y", "2c", "2c"),
    ],
)
def test_pictures_of_the_same_name_are_not_taken_for_each_other(
    base: str, mine: str, theirs: str, value: str
) -> None:
    """Those given by their address, x and y, are 1 and 2 once Webflow has fetched them."""
    addresses = {name: {"url": f"https://{name}.org/p.png"} for name in "xy"}
    files = {name: {"fileId": name, "url": f"https://w.org/{name}_p.png"} for name in "12"}
    known: dict[str, Value] = {**addresses, **files, "c": picture("c")}
    versions = ([known[name] for name in each] for each in (base, mine, theirs))
    assert judged(PICTURES, *versions).value == [known[name] for name in value]


def test_an_edit_of_a_field_that_is_gone_is_left_alone() -> None:
    collection = Collection(CollectionId("c"), SiteId("s"), "C", "C", fields=(TEXT,))
    edits = [Edit(FieldSlug("gone"), "a", "b")]
    assert compare(collection, edits, {}, split_blocks) == Comparison({}, frozenset(), {})


def test_a_merged_edit_is_sent_and_starts_from_the_colleagues_value() -> None:
    collection = Collection(CollectionId("c"), SiteId("s"), "C", "C", fields=(TEXT, LINK))
    edits = [Edit(TEXT.slug, "A\nb\nc", "a\nb\nc"), Edit(LINK.slug, "/mine", "/old")]
    theirs = {TEXT.slug: "a\nb\nC", LINK.slug: "/theirs"}
    comparison = compare(collection, edits, theirs, split_blocks)
    merged_edit = Edit(TEXT.slug, "A\nb\nC", base="a\nb\nC")
    assert comparison == Comparison(
        to_send={TEXT.slug: merged_edit},
        already_there=frozenset(),
        conflicts={LINK.slug: "/theirs"},
        merged={TEXT.slug: merged_edit},
        with_theirs=frozenset({TEXT.slug}),
    )


def test_what_holds_more_than_our_change_is_named_though_there_is_nothing_to_send() -> None:
    collection = Collection(CollectionId("c"), SiteId("s"), "C", "C", fields=(TEXT, LINK))
    edits = [Edit(TEXT.slug, "A\nb\nc", "a\nb\nc"), Edit(LINK.slug, "/same", "/old")]
    theirs = {TEXT.slug: "A\nb\nC", LINK.slug: "/same/"}
    comparison = compare(collection, edits, theirs, split_blocks)
    assert comparison.already_there == {TEXT.slug, LINK.slug}
    assert comparison.with_theirs == {TEXT.slug}
