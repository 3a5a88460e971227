"""What befalls few users, on their own side: the account is forgotten, or the profile is not what
it was.

A profile that was damaged is salvaged, and one that is brought back is a copy of a while ago. What
was lost by that is nobody's fault but the disk's. All else must be as it was: nothing is made twice
without a word, and nothing of a colleague's is overwritten unseen.
"""

import asyncio
from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from random import Random

from tests.convergence.book import Book, Place
from tests.convergence.content import Content
from tests.convergence.desk import ACCOUNT, Desk
from tests.convergence.disk import Copy, Disk
from tests.convergence.judge import Judge
from tests.convergence.locales import FRENCH, key_of
from tests.convergence.server import Server
from tests.convergence.verdict import is_kept
from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.ids import LocaleId
from wfdesk.store.localids import LocalIdsRepository

_SO_MANY = 0.06
"""So many scenarios have one of them."""


class Mishap(Enum):
    NONE = "none"
    FORGOTTEN = "the account is forgotten"
    DAMAGED = "the profile is damaged"
    BROUGHT_BACK = "a copy of the profile is brought back"
    TRANSLATED = "the site gets another language, or loses it"


class Mishaps:
    """Decides on what happens by itself: nothing else comes otherwise by it."""

    def __init__(
        self, seed: int | None, disk: Disk, book: Book, say: Callable[[str, str], None]
    ) -> None:
        """Without a seed, none of it happens."""
        self._rng = Random(f"mishaps of {seed}")
        kinds: Sequence[Mishap] = tuple(Mishap)[1:]
        self.kind = self._rng.choice(kinds) if self._rng.random() < _SO_MANY else Mishap.NONE
        if seed is None:
            self.kind = Mishap.NONE
        self._disk, self._book, self._say = disk, book, say
        self._turns = self._rng.choice((2, 2, 3, 4))
        """How often the account is still to be forgotten, or signed in again."""
        self._languages = self._rng.choice((1, 1, 2, 3)) if self._is_translated() else 0
        """How often the languages of the site are still to be changed."""
        self._copy: Copy | None = None
        self._is_over = False
        self.lost: list[str] = []
        """What is lost of a file in which nothing was damaged that anybody wrote."""

    def _is_translated(self) -> bool:
        """Sometimes two things happen that have nothing to do with each other."""
        is_both = self.kind is not Mishap.NONE and self._rng.random() < 0.2
        return self.kind is Mishap.TRANSLATED or is_both

    def foresee(self, server: Server) -> None:
        """Have somebody change the languages of the site some time."""
        for _ in range(self._languages):
            server.world.at(self._rng.uniform(0, 40), partial(self._translates, server.content))

    def comes_to_rest(self, server: Server) -> None:
        """What is still to be changed is changed now."""
        while self._languages:
            self._translates(server.content)

    def _translates(self, content: Content) -> None:
        """Switch localization on or off, or the second language."""
        if not self._languages:
            return
        self._languages -= 1
        if not content.locales:
            self._say("architect", "switches localization on")
            content.localize()
        elif self._rng.random() < 0.5:
            self._say("architect", "switches localization off")
            content.unlocalize()
        else:
            is_on = content.locales[FRENCH] = not content.locales[FRENCH]
            self._say("architect", f"switches {FRENCH} {'on' if is_on else 'off'}")
            content.touched.update(content.schema)

    @property
    def is_of_the_profile(self) -> bool:
        return self.kind in {Mishap.DAMAGED, Mishap.BROUGHT_BACK}

    async def starts(self, desk: Desk) -> None:
        """What the program does by itself when it starts, where there is less than there was."""
        await desk.sign_in()
        if self.is_of_the_profile and self._is_over:
            await self._reads_everything(desk)

    async def comes_and_goes(self, desk: Desk, judge: Judge) -> None:
        """Forget the account at some moment, whatever is under way, and sign in again."""
        while self.kind is Mishap.FORGOTTEN and self._turns:
            await asyncio.sleep(self._rng.uniform(0, 25))
            self._turns -= 1
            if desk.has_account:
                with_content = self._rng.random() < 0.5
                self._say("user", f"forgets the account{', and its content' * with_content}")
                await desk.accounts.forget(ACCOUNT.id, with_content=with_content)
            else:
                await self.sign_in_again(desk, judge)

    async def sign_in_again(self, desk: Desk, judge: Judge) -> None:
        """Paste the token, if it is not there. Everything is read then."""
        if desk.has_account:
            return
        self._say("user", "signs in anew")
        judge.begin_session()
        try:
            await desk.paste_token()
        except WfdeskError as error:
            self._say("user", f"hears: {error.summary}")
            return
        await self._reads_everything(desk)

    async def _reads_everything(self, desk: Desk) -> None:
        desk.server.content.touched.update(desk.server.content.schema)
        await desk.refreshing.refresh_all()

    def between_acts(self) -> None:
        """Somebody's backup takes its copy, whatever is under way."""
        if self.kind is Mishap.BROUGHT_BACK and self._copy is None and self._rng.random() < 0.4:
            self._say("backup", "takes a copy of the profile")
            self._copy = self._disk.copy()

    def between_lives(self, desk: Desk) -> bool:
        """Let the profile be another one; return whether it is."""
        is_due = self.kind is Mishap.DAMAGED or self._copy is not None
        if self._is_over or not is_due:
            return False
        self._is_over = True
        now = desk.server.world.now
        self._book.wake(now, desk)
        self._book.resolve(LocalIdsRepository(desk.rows).current_value)
        primary = desk.primary
        kept = self._kept(desk, primary)
        is_sound = self.kind is Mishap.DAMAGED and self._rng.random() < 0.4
        if self._copy is not None:
            self._say("backup", "brings its copy back")
            self._disk.bring_back(self._copy)
        else:
            self._say("disk", "is sound, but for what Webflow has" if is_sound else "is damaged")
            self._disk.salvage(None if is_sound else self._smash)
        lost = kept - self._kept(desk, primary)
        if is_sound:
            self.lost = [f"{item}.{slug} was lost of a sound file" for item, slug in lost]
        self._book.wake_to_less(now, desk.works(), lost)
        return True

    def _kept(self, desk: Desk, primary: LocaleId) -> set[Place]:
        """Where what the user wrote lies on the disk."""
        book = self._book
        return {
            (item, slug)
            for (item, slug), wish in book.wishes.items()
            if is_kept(desk, key_of(book.homes[item], item, primary), slug, wish)
        }

    def _smash(self, content: bytearray) -> None:
        """Write something else where the disk is worn out."""
        for _ in range(self._rng.choice((1, 1, 2, 4))):
            at = self._rng.randrange(len(content) - 512)
            content[at : at + 512] = self._rng.randbytes(512)
