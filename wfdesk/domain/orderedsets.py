"""Three-way merge of lists in which nothing comes twice: references, pictures.

What comes and goes on either side is put together. The order is that of the side that changed it.
"""

from collections.abc import Callable, Collection, Mapping

from wfdesk.domain.sequences import count_kept
from wfdesk.domain.values import Value

Members = Mapping[str, Value]
"""The list: what each member is told apart by, and the member, in order."""


def merge_ordered_sets(
    base: Members, mine: Members, theirs: Members, is_same: Callable[[Value, Value], bool]
) -> list[Value] | None:
    """Give the list with the changes of both sides; None where they contradict each other.

    They do where both change the order, or the same member, each in its own way, where one changes
    or moves what the other removes, and where both add the same member in different places.
    """
    members = _merge_members(base, mine, theirs, is_same)
    order = _merge_order(list(base), list(mine), list(theirs))
    if members is None or order is None:
        return None
    mine_added = _runs(mine, theirs, members)
    theirs_added = _runs(theirs, mine, members)
    merged: list[str] = []
    for place in ("", *order):
        if place:
            merged.append(place)
        # Whose comes first must not depend on who asks. Webflow's ids begin with the time at
        # which they were made: what is older goes first.
        for run in sorted((mine_added.get(place, []), theirs_added.get(place, []))):
            merged += run
    return [members[key] for key in merged]


def _merge_members(
    base: Members, mine: Members, theirs: Members, is_same: Callable[[Value, Value], bool]
) -> Members | None:
    members: dict[str, Value] = {}
    for key in {**mine, **theirs}:
        is_old = key in base
        if key in mine and key in theirs:
            if is_same(mine[key], theirs[key]) or (is_old and is_same(mine[key], base[key])):
                members[key] = theirs[key]
            elif is_old and is_same(theirs[key], base[key]):
                members[key] = mine[key]
            else:
                return None
        else:
            member = mine[key] if key in mine else theirs[key]
            if not is_old:
                members[key] = member
            elif not is_same(member, base[key]):
                return None
    return members


def _merge_order(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """Order what both sides have."""
    both = set(mine) & set(theirs)
    my_order = [key for key in mine if key in both]
    their_order = [key for key in theirs if key in both]
    old_order = [key for key in base if key in both]
    i_moved, they_moved = _moves(old_order, mine), _moves(old_order, theirs)
    # Fewer moves than there were: the other side has removed what was moved, or all it was moved
    # past. The merge would be without that move, and nothing would show it.
    if i_moved < _moves(base, mine) or they_moved < _moves(base, theirs):
        return None
    if my_order == their_order:
        return my_order
    if (i_moved and they_moved) or not _is_put_alike(both.difference(base), my_order, their_order):
        return None
    return my_order if i_moved else their_order


def _moves(old: list[str], new: list[str]) -> int:
    """Count how many members, at least, were moved to get from the old order to the new one.

    Nobody can tell which: of two that have changed places it may be either. All others have kept
    their order.
    """
    return len(set(old) & set(new)) - count_kept(old, new)


def _is_put_alike(added: Collection[str], one: list[str], other: list[str]) -> bool:
    """Whether both sides have put what both have added behind the same members."""
    before_one, before_other = (dict(zip(each, ["", *each], strict=False)) for each in (one, other))
    return all(before_one[key] == before_other[key] for key in added)


def _runs(side: Members, other: Members, members: Members) -> dict[str, list[str]]:
    """What only the one side has, by the member before it that both have; empty at the start."""
    runs: dict[str, list[str]] = {}
    before = ""
    for key in side:
        if key in other:
            before = key
        elif key in members:
            runs.setdefault(before, []).append(key)
    return runs
