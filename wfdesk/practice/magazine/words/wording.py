"""What there is to say, in one language. The same place in another language says the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The name of a recipe is a dish and a way to it; templates say what they are filled with."""

    tag: str
    places: tuple[str, ...]
    people: tuple[str, ...]
    bakes: tuple[str, ...]
    flavours: tuple[str, ...]
    dish: str
    """A template of ``{flavour}`` and ``{bake}``."""
    ways: tuple[str, ...]
    """Templates of ``{place}``, as are those below."""
    stories: tuple[str, ...]
    first_edition: str
    categories: tuple[tuple[str, str], ...]
    """Each with its explanation."""
    subtitles: tuple[str, ...]
    ingredients: tuple[str, ...]
    """The first belongs into everything."""
    steps: tuple[str, ...]
    """In the order of the work; the fifteenth is the baking itself."""
    notes: tuple[str, ...]
    roads: tuple[str, ...]
    lives: tuple[str, ...]
    """What authors say of themselves."""
    sayings: tuple[str, ...]
    headings: tuple[str, ...]
    credit: str
    """Who took a picture."""
    needed: str
    """The heading of the ingredients."""
    made: str
    """The heading of the steps."""
    more: str
    """What introduces a link, and ends in the word that is linked."""
