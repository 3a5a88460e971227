"""The photographs of the magazine: what is on each, and what is said of it in three languages."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Photograph(NamedTuple):
    """``motif`` and ``mood`` are what is drawn; an alternative text may be missing."""

    motif: str
    mood: str
    stem: str
    alt: str | None = None
    french: str | None = None
    width: int = 480

    def said(self, language: str) -> str | None:
        """The alternative text in that language, where it was translated."""
        arabic = _IN_ARABIC.get(self.alt)
        return {"en": self.alt, "fr": self.french, "ar": arabic}.get(language)


FOOD: Final = ("loaf", "rolls", "tart", "cake", "coffee", "oven")
VIEWS: Final = ("sea", "harbour", "mountains", "field", "street", "market", "train")
PEOPLE: Final = ("portrait",)
WIDE: Final = 1000

# Some have no alternative text yet, and some have an empty one: an editor has something to find.
PHOTOGRAPHS: Final = (
    Photograph("loaf", "oat", "loaf-on-a-board", "A loaf on a wooden board",
               "Un pain sur une planche en bois"),
    Photograph("loaf", "slate", "loaf-by-the-window", "A loaf in a beam of light"),
    Photograph("loaf", "sage", "country-loaf", "A country loaf beside a sage-green wall",
               "Une miche devant un mur vert sauge", WIDE),
    Photograph("loaf", "rose", "IMG_2041"),
    Photograph("loaf", "blue", "sunday-loaf", "The Sunday loaf, crumbs on a blue table"),
    Photograph("rolls", "oat", "rolls-on-a-tray", "Twelve rolls on a tray, just out of the oven",
               "Douze petits pains sur une plaque, à la sortie du four"),
    Photograph("rolls", "blue", "buns-before-breakfast", "Glazed buns in three rows"),
    Photograph("rolls", "sage", "rolls-2", ""),
    Photograph("rolls", "rose", "brioche-rolls", "Brioche rolls, golden on top"),
    Photograph("tart", "rose", "plum-tart", "A plum tart on a checked cloth",
               "Une tarte aux prunes sur une nappe à carreaux"),
    Photograph("tart", "blue", "blueberry-tart", "A blueberry tart, seen from above"),
    Photograph("tart", "oat", "apricot-tart", "An apricot tart with a thick rim",
               "Une tarte aux abricots à bord épais", WIDE),
    Photograph("tart", "sage", "DSC_0093"),
    Photograph("cake", "rose", "birthday-cake", "A layer cake with berries on a stand",
               "Un gâteau à étages garni de baies, sur un présentoir"),
    Photograph("cake", "blue", "lemon-cake", "A cake with white icing that runs down its side"),
    Photograph("cake", "oat", "chocolate-cake", "A tall chocolate cake",
               "Un grand gâteau au chocolat"),
    Photograph("cake", "sage", "cake-4", ""),
    Photograph("coffee", "oat", "coffee-and-croissant", "A cup of coffee and a croissant",
               "Une tasse de café et un croissant"),
    Photograph("coffee", "blue", "second-coffee", "Coffee, still steaming"),
    Photograph("coffee", "rose", "IMG_2107"),
    Photograph("oven", "dusk", "oven-at-four", "Loaves in front of a wood-fired oven",
               "Des pains devant un four à bois"),
    Photograph("oven", "night", "the-oven-in-the-yard", "Fire in a brick oven", None, WIDE),
    Photograph("sea", "dawn", "sunrise-over-the-bay", "The sun rises over the bay",
               "Le soleil se lève sur la baie", WIDE),
    Photograph("sea", "day", "coast-road", "The sea, seen from the coast road"),
    Photograph("sea", "dusk", "evening-by-the-sea", "A sail on the sea at dusk",
               "Une voile sur la mer au crépuscule"),
    Photograph("harbour", "dawn", "morning-harbour", "Morning light over the harbour",
               "Lumière du matin sur le port"),
    Photograph("harbour", "day", "harbour-houses", "Coloured houses along the quay",
               "Des maisons colorées le long du quai", WIDE),
    Photograph("harbour", "dusk", "harbour-dusk", None),
    Photograph("harbour", "night", "harbour-night", "Lit windows above the boats at night"),
    Photograph("mountains", "dawn", "first-light", "First light on the summits",
               "La première lumière sur les sommets"),
    Photograph("mountains", "day", "the-hut", "A hut among firs, snow on the mountains behind",
               "Un refuge parmi les sapins, la neige sur les sommets"),
    Photograph("mountains", "night", "hut-at-night", "One lit window below the mountains"),
    Photograph("field", "day", "wheat-field", "A mill behind a field of wheat",
               "Un moulin derrière un champ de blé"),
    Photograph("field", "dusk", "after-the-harvest", "A mill at dusk", None, WIDE),
    Photograph("street", "day", "bakery-street", "Tall houses with shutters, a bakery below",
               "De hautes maisons à volets, une boulangerie au rez-de-chaussée"),
    Photograph("street", "dusk", "street-in-the-evening", "A street in the evening, windows lit"),
    Photograph("street", "dawn", "P1000412"),
    Photograph("market", "day", "market-stall", "Fruit in crates under striped awnings",
               "Des fruits en cageots sous des auvents rayés"),
    Photograph("market", "dawn", "market-morning", "Market stalls early in the morning"),
    Photograph("market", "dusk", "last-crates", ""),
    Photograph("train", "night", "night-train", "A night train on a viaduct, every window lit",
               "Un train de nuit sur un viaduc, toutes les fenêtres éclairées", WIDE),
    Photograph("train", "dusk", "evening-train", "A train crosses a valley in the evening"),
    Photograph("portrait", "oat", "portrait-1", "A baker in an apron", "Portrait en tablier"),
    Photograph("portrait", "blue", "portrait-2", "Portrait in front of a blue wall"),
    Photograph("portrait", "sage", "portrait-3", None),
    Photograph("portrait", "rose", "portrait-4", "Smiling, with flour on the apron"),
    Photograph("portrait", "slate", "portrait-5", "Portrait in front of a dark wall"),
    Photograph("portrait", "sand", "portrait-6", ""),
)  # fmt: skip

_ARABIC: Final = {
    "loaf-on-a-board": "رغيف على لوح من خشب",
    "country-loaf": "رغيف ريفي أمام جدار أخضر",
    "rolls-on-a-tray": "اثنا عشر رغيفًا صغيرًا على صينية، خرجت لتوّها من الفرن",
    "plum-tart": "فطيرة خوخ على غطاء مربّعات",
    "birthday-cake": "كعكة طبقات مزيّنة بالتوت على حامل",
    "coffee-and-croissant": "فنجان قهوة وهلالية",
    "oven-at-four": "أرغفة أمام فرن حطب",
    "sunrise-over-the-bay": "الشمس تشرق على الخليج",
    "evening-by-the-sea": "شراع على البحر عند الغروب",
    "morning-harbour": "ضوء الصباح على الميناء",
    "first-light": "أول الضوء على القمم",
    "wheat-field": "طاحونة خلف حقل قمح",
    "bakery-street": "بيوت عالية بمصاريع خشبية، وتحتها مخبز",
    "market-stall": "فاكهة في صناديق تحت مظلّات مخطّطة",
    "night-train": "قطار ليلي على جسر، وكل نوافذه مضاءة",
    "portrait-1": "صورة شخصية بمئزر",
    "apricot-tart": "فطيرة مشمش بحافة سميكة",
    "chocolate-cake": "كعكة شوكولاتة عالية",
    "harbour-houses": "بيوت ملوّنة على رصيف الميناء",
    "the-hut": "كوخ بين أشجار التنوب، والثلج على الجبال خلفه",
}
"""By the file's stem; the rest waits to be translated."""
_IN_ARABIC: Final[Mapping[str | None, str]] = {
    each.alt: _ARABIC[each.stem] for each in PHOTOGRAPHS if each.stem in _ARABIC
}
"""By the text in English: in a text the same photograph has another stem."""
