"""What must hold of a run, judged by the practice server's own log and by the store."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.convergence.scenes import Place, Played
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME
from wfdesk.practice.web.bodies import batch_in, named_in

Json = dict[str, Any]

OURS = "full"
"""The name of our token."""
TOO_MANY = 429
"""The answer after which one waits."""
_SOUND = frozenset({"delay", "colleague", "close", "doubled", "reversed"})
"""Faults that leave an answer good enough to be believed."""
_ODD = _SOUND | {"headers", "wrong_json", "lacking"}
"""Those, and some that may: the answer has more in it than it should, or one item less."""
_DID = {
    Action.DELETE: {"deleted", "unlocalized"},
    Action.ARCHIVE: {"archived"},
    Action.UNARCHIVE: {"unarchived"},
    Action.UNPUBLISH: {"unpublished"},
}


def check_once(log: list[Json]) -> None:
    """Each step of each item was done once."""
    done = Counter(
        (entry["method"], entry["path"], item)
        for entry in log
        if entry["applied"] and entry["method"] != "GET"
        for item in items_of(entry)
    )
    assert set(done.values()) == {1}, done.most_common(3)


def check_journal(log: list[Json], journal: list[list[str]]) -> None:
    """Each write that came stands in the journal, in the order in which they came."""
    written = iter(journal)
    for entry in log:
        if entry["method"] != "GET":
            wanted = sorted(items_of(entry))
            assert any(batch == wanted for batch in written), f"{entry} is not in the journal"


def items_of(entry: Json) -> list[str]:
    """The ids of a request's items; of new ones, their slugs."""
    name, entries = batch_in(entry["body"])
    if name == "fieldData":
        return [each["slug"] for each in entries]
    return list(named_in(entry["path"], entry["body"])[1])


def judge(played: Played) -> None:
    """Nothing is lost, doubled, overwritten unseen, in doubt or sent without the journal."""
    assert not played.left, [(work.state, work.reason, work.key) for work in played.left]
    assert played.in_doubt == 0
    _check_created_once(played)
    _check_edits(played)
    _check_actions(played)
    _check_seen(played)
    _check_only_edited(played)
    check_journal([entry for entry in played.log if entry["token"] == OURS], played.batches)


def gaps(played: Played) -> int:
    """How often a colleague's value was overwritten that came between the check and the write."""
    return sum(
        not _looks(played, theirs["request"] or 0, ours, place)
        for place, theirs, ours in _overwritten(played)
    )


def _check_created_once(played: Played) -> None:
    given_up = {str(value) for values in played.history.values() for value in values}
    for _, fields in played.scene.new:
        made = [
            change
            for change in played.changes
            if change["did"] == "created" and change["fields"][NAME]["after"] == fields[NAME]
        ]
        assert len(made) == 1 or (not made and fields[NAME] in given_up), (fields, made)


def _check_edits(played: Played) -> None:
    """Each value was in Webflow, or the user has given it up and it is in the history."""
    held: defaultdict[Place, set[str]] = defaultdict(set)
    for change in played.changes:
        for slug, sides in change.get("fields", {}).items():
            held[change["item"], slug].add(str(sides["after"]))
    edits = {(key, slug): value for key, slug, value in played.scene.edits}
    if played.has_typed:
        edits |= {(key, slug): value for key, slug, value in played.scene.meanwhile}
    for (key, slug), value in edits.items():
        place = (key.item, slug)
        if str(value) in held[place] | {str(played.bases[place])}:
            continue
        assert place in played.took_theirs or key in played.given_up, (key, slug, value)
        assert str(value) in map(str, played.history[key]), (key, slug, value)


def _check_actions(played: Played) -> None:
    for key, action in played.marked.items():
        did = {change["did"] for change in played.changes if change.get("item") == key.item}
        assert _DID[action] & did or key in played.given_up, (key, action, did)


def _check_seen(played: Played) -> None:
    """What a colleague wrote and the client could have seen was seen, and decided upon.

    It could not where it came after the look before the write. That gap cannot be closed, but
    nobody may have waited in it.
    """
    for place, theirs, ours in _overwritten(played):
        before = str(theirs["fields"][place[1]]["after"])
        if _looks(played, theirs["request"] or 0, ours, place):
            is_decided = (place, before) in played.kept_mine
            is_known = before in {str(played.bases.get(place)), *_typed(played, place)}
            assert is_decided or is_known, (place, theirs, ours)
        else:
            assert _is_gap(played, theirs, ours, place), f"nobody looked again before {ours}"


def _typed(played: Played, place: Place) -> set[str]:
    """What the user has put there: written by a colleague as well, it is nothing new to see."""
    return {str(value) for key, slug, value in played.scene.edits if (key.item, slug) == place}


def _overwritten(played: Played) -> Iterator[tuple[Place, Json, Json]]:
    """Each value of a colleague that ours took the place of: theirs, and ours."""
    last: dict[Place, Json] = {}
    for change in played.changes:
        if change["did"] != "updated":
            continue
        for slug in change["fields"]:
            place = (change["item"], slug)
            earlier = last.get(place)
            if change["by"] == OURS and earlier is not None and earlier["by"] != OURS:
                yield place, earlier, change
            last[place] = change


def _is_gap(played: Played, theirs: Json, ours: Json, place: Place) -> bool:
    looks = _looks(played, 0, ours, place, believed=_ODD)
    if theirs["request"] is None or not looks:
        return False
    return not any(
        entry["status"] == TOO_MANY and looks[-1] < entry["number"] < ours["request"]
        for entry in played.log
    )


def _looks(
    played: Played, since: int, ours: Json, place: Place, believed: frozenset[str] = _SOUND
) -> list[int]:
    """Answers that are believed and show the item, after that request and before ours.

    What was changed last is on the first page: a further one shows it no more.
    """
    return [
        entry["number"]
        for entry in played.log
        if entry["method"] == "GET"
        and since < entry["number"] < ours["request"]
        and entry["status"] == 200
        and believed.issuperset(entry["faults"])
        and "slug=" not in entry["query"]
        and ("offset=" not in entry["query"] or "offset=0&" in entry["query"])
        and (entry["path"].endswith(("/items", place[0])))
        and ours["collection"] in entry["path"]
    ]


def _check_only_edited(played: Played) -> None:
    """No request has a field that the user has not changed."""
    edits = [*played.scene.edits, *played.scene.meanwhile]
    edited = {(key.item, slug) for key, slug, _ in edits}
    for entry in played.log:
        if entry["method"] == "PATCH":
            for item in entry["body"]["items"]:
                sent = {(item["id"], slug) for slug in item.get("fieldData", {})}
                assert sent <= edited, (sent, edited)
