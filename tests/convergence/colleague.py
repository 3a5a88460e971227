"""The colleague, who works on the same items in the Designer and knows nothing of wfdesk."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from tests.convergence.content import COLLEAGUE, FIELDS, Content, Item, Refused
from tests.convergence.words import Writer


class Colleague:
    """Acts at once and is never refused anything but what Webflow itself would not take."""

    def __init__(self, rng: Random, content: Content, say: Callable[[str], None]) -> None:
        self._rng, self._content, self._say = rng, content, say
        self._writer = Writer(rng, "c")
        self.done = 0
        """How many things they have done to items."""

    def lead(self, rng: Random) -> None:
        """Let somebody else decide what comes next."""
        self._rng = self._writer.rng = rng

    def does_something(self) -> None:
        items = list(self._content.items.values())
        if items:
            self.does_something_to(self._rng.choice(items))

    def does_something_to(self, item: Item | str) -> None:
        found = self._content.items.get(item) if isinstance(item, str) else item
        if found is not None:
            self._tries(self._rng.choice(_ACTS), found)

    def meddles(self, item: str, fields: Mapping[str, Any]) -> None:
        """Edit just one of the fields that the user is at; at times to the very same value."""
        found = self._content.items.get(item)
        if found is None or not fields:
            return
        slug = self._rng.choice(list(fields))
        if self._rng.random() < 0.3 and slug != "slug":
            self._tries(lambda _, each: self.gives(each, slug, fields[slug]), found)
        else:
            self._tries(lambda _, each: self.edits(each, slug), found)

    def _tries(self, act: "Callable[[Colleague, Item], None]", item: Item) -> None:
        try:
            act(self, item)
        except Refused:
            self._say("would do what Webflow refuses")

    def edits(self, item: Item, slug: str = "") -> None:
        slug = slug or self._rng.choice(FIELDS[item.collection])
        if slug == "marker":
            return  # by the marker the verdict tells new items from each other
        people = [each.id for each in self._content.of("people")]
        posts = [each.id for each in self._content.of("posts")]
        now = item.fields.get(slug)
        self.gives(item, slug, self._writer.value((item.collection, slug), now, people, posts))

    def renames(self, item: Item) -> None:
        for slug in self._rng.choice((("name",), ("slug",), ("name", "slug"))):
            self._tries(lambda _, each, slug=slug: self.edits(each, slug), item)

    def writes_on(self, item: Item) -> None:
        self._tries(lambda _, each: self.edits(each), item)

    def gives(self, item: Item, slug: str, value: Any) -> None:
        self._say(f"gives {item.id}.{slug} = {value!r}")
        self._content.update(COLLEAGUE, item.collection, item.id, {slug: value})
        self.done += 1

    def deletes(self, item: Item) -> None:
        self._say(f"deletes {item.id}")
        self._content.delete(COLLEAGUE, item.collection, item.id)
        self.done += 1

    def creates(self, item: Item) -> None:
        name = f"New {self._rng.randrange(3)}" if self._rng.random() < 0.5 else self._writer.mark()
        self._say(f"creates {name!r}")
        self._content.create(COLLEAGUE, item.collection, {"name": name})
        self.done += 1

    def publishes(self, item: Item) -> None:
        self._say(f"publishes {item.id}")
        problem = self._content.publish(item.collection, item.id)
        self.done += problem is None

    def unpublishes(self, item: Item) -> None:
        self._say(f"unpublishes {item.id}")
        self._content.unpublish(COLLEAGUE, item.collection, item.id)
        self.done += 1

    def archives(self, item: Item) -> None:
        self._say(f"moves {item.id} into or out of the archive")
        self._content.update(
            COLLEAGUE, item.collection, item.id, {}, is_archived=not item.is_archived
        )
        self.done += 1


_ACTS: Sequence[Callable[[Colleague, Item], None]] = (
    *(Colleague.edits,) * 10,
    Colleague.deletes,
    *(Colleague.creates,) * 2,
    *(Colleague.unpublishes,) * 3,
    *(Colleague.publishes, Colleague.archives),
)
