"""Words for what was given up: of which item, and what became of it."""

from wfdesk.services.history import KeptItem, KeptValue
from wfdesk.ui.toolkit.labels import visible
from wfdesk.words.plans import some_of

EMPTY = "Nothing was given up here in the last 30 days."
EMPTY_HINT = "Values that you discard, or that give way to a colleague's, can be found here again."


def name_of(item: KeptItem) -> str:
    """The item's name, with the locale where it is not the primary one."""
    name = visible(item.name) or "Untitled"
    return item.site.named(name, item.key.locale) if item.site else name


def place_of(item: KeptItem) -> str:
    """The collection; and that the item is gone, if it is."""
    place = item.collection.display_name if item.collection else "Collection no longer there"
    return place if item.is_there else f"{place} \N{MIDDLE DOT} no longer there"


def label_of(item: KeptItem, value: KeptValue) -> str:
    """What the field is called, or was called when it was still there."""
    if value.field is None and item.collection is not None:
        return visible(item.collection.name_of(value.past.field))
    return visible(value.label)


def restored_sentence(item: KeptItem, value: KeptValue, *, has_changed: bool) -> str:
    what = f"{label_of(item, value)} of \u201c{name_of(item)}\u201d"
    return f"{what} restored" if has_changed else f"Nothing to do: {what} is just that."


def late_sentence(name: str) -> str:
    """Say where that is which was typed into an item that had gone."""
    item = f"\u201c{some_of([name])}\u201d" if name else "An item that you typed in"
    return f"{item} is no longer there. What you typed last is kept among the discarded values."


def made_sentence(name: str) -> str:
    return f"\u201c{visible(name) or 'Untitled'}\u201d made anew as a draft"
