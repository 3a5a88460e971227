"""The colours that a colour field offers."""

from collections.abc import Sequence

from wfdesk.domain.ids import SiteId
from wfdesk.services.palettes import PalettesService

_MOST = 8


class RecentColours(list[str]):
    """Shared by every colour field of the program, for as long as it runs."""

    def remember(self, colour: str) -> None:
        same = [each for each in self if each.casefold() == colour.casefold()]
        for each in same:
            self.remove(each)
        self.insert(0, colour)
        del self[_MOST:]


class SitePalette:
    def __init__(self, palettes: PalettesService, site: SiteId, recent: RecentColours) -> None:
        self._palettes = palettes
        self._site = site
        self._recent = recent

    async def colours(self) -> Sequence[str]:
        return await self._palettes.colours(self._site)

    def recent(self) -> Sequence[str]:
        return tuple(self._recent)

    def remember(self, colour: str) -> None:
        self._recent.remember(colour)
