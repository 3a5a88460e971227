import pytest

from wfdesk.domain.ids import CollectionId, ItemId, ItemKey, LocaleId
from wfdesk.domain.tables import Keys, Stay, in_place

POSTS, FRENCH = CollectionId("posts"), LocaleId("fr")


def key(item: str) -> ItemKey:
    return ItemKey(POSTS, ItemId(item), FRENCH)


@pytest.mark.parametrize(
    ("shown", "moved", "found", "order"),
    [
        ("abcd", "b", "acdb", "abcd"),  # one that moved stays
        ("abcd", "b", "acd", "acd"),  # one that is gone goes
        ("abcd", "b", "axcdb", "axbcd"),  # a newcomer stands behind one that has not moved
        ("abcd", "b", "acdbx", "abcdx"),  # and not behind one that has
        ("abcd", "b", "xyacdb", "xyabcd"),  # newcomers come in their own order
        ("abcd", "abcd", "dxcba", "xabcd"),  # nobody is left to stand behind
        ("", "", "ab", "ab"),
    ],
)
def test_rows_stay_and_newcomers_find_their_place(
    shown: str, moved: str, found: str, order: str
) -> None:
    stay = Stay([ItemId(each) for each in shown], frozenset(map(ItemId, moved)))
    assert "".join(in_place([ItemId(each) for each in found], stay)) == order


def test_keys_are_a_sequence_of_keys() -> None:
    keys = Keys.of([key("a"), key("b"), key("c")])
    assert list(keys) == [key("a"), key("b"), key("c")]
    assert keys[1:] == [key("b"), key("c")]
    assert keys[-1] == key("c")
    assert key("b") in keys
    assert (keys.row_of(ItemId("c")), keys.row_of(ItemId("d"))) == (2, None)
    assert Keys.of(keys) is keys
    assert not Keys.of([])
