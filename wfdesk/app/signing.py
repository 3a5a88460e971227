"""How the window stands by the accounts: signs in again, says what hinders, offers what helps."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot

from wfdesk.app.options import Options
from wfdesk.app.screen import Screen
from wfdesk.app.services import Services
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import NotWebflowError, OfflineError, WfdeskError
from wfdesk.services.accounts import Remedy, Standing
from wfdesk.sync.status import Status
from wfdesk.ui.accounts.controller import AccountsController
from wfdesk.ui.accounts.dialog import TokensDialog

_REMEDIES = {
    Remedy.NONE: "",
    Remedy.SIGN_IN: "Sign in again\u2026",
    Remedy.START_PRACTICE: "Start the practice site",
}


class SigningIn(QObject):
    """Follows what becomes of the tokens from ``start`` to ``stop``."""

    def __init__(
        self, screen: Screen, services: Services, accounts: AccountsController, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._services = services
        self._accounts = accounts
        self._owed = ""
        """Why the token of this run could not be tried yet; empty if nothing is owed."""
        self._is_online: bool | None = None
        screen.window.banner.pressed.connect(self._on_banner_pressed)
        services.feed.subscribe(self._on_change)
        services.board.subscribe(self._on_status)
        services.accounts.on_standing = self.show_standing

    def start(self, options: Options) -> None:
        self._accounts.api_url = options.api_url
        self.show_standing()
        self._screen.tasks.start_load("start", self._begin, options)

    def stop(self) -> None:
        self._services.feed.unsubscribe(self._on_change)
        self._services.board.unsubscribe(self._on_status)
        self._services.accounts.on_standing = None

    async def reach_again(self, options: Options) -> bool:
        """Find out whether Webflow can be reached; sign in where that is still owed."""
        if self._owed:
            await self._sign_in_again(options)
            self.show_standing()
            if not self._owed:
                return True
        return await self._services.refreshing.reach()

    def show_standing(self) -> None:
        """Say how the site on the screen stands with its token, and what can be done about it."""
        self._screen.tasks.start_load("standing", self._load_standing)

    @Slot()
    def show_tokens(self) -> None:
        TokensDialog(self._accounts, self._screen.window).open()

    async def _begin(self, options: Options) -> None:
        try:
            await self._sign_in_again(options)
            await self._services.accounts.restore(options.api_url)
        finally:
            # Not earlier: a refresh without a token would say that there is none.
            self._screen.refreshing.use(self._services.refreshing)
            self.show_standing()
        # What was under way when wfdesk ended is looked up with it. Nothing is sent.
        await self._services.refreshing.refresh_all()

    async def _sign_in_again(self, options: Options) -> None:
        """Sign in with what this run was started with, or say why not; the others go on."""
        accounts = self._services.accounts
        self._owed = ""
        try:
            if options.token:
                await accounts.sign_in_once(options.token, options.api_url)
            elif options.is_practice:
                await accounts.start_practice()
        except (OfflineError, NotWebflowError) as error:
            self._owed = f"{error.summary} wfdesk signs in as soon as it can."
        except WfdeskError as error:
            self._screen.window.show_failure(_of_this_run(error, options))
            if not await self._services.browsing.has_accounts():
                self._screen.window.show_welcome(is_welcome=True)

    async def _load_standing(self) -> None:
        collection = self._screen.items.collection
        site = collection.site if collection else None
        standing = await self._services.accounts.standing(site) if site else Standing()
        if self._owed:
            standing = replace(standing, hindrance=self._owed, remedy=Remedy.NONE)
        self._screen.window.show_standing(
            may_write=standing.may_write,
            hindrance=standing.hindrance,
            remedy=_REMEDIES[standing.remedy],
        )

    def _on_status(self, status: Status) -> None:
        """Without a connection it may be the practice site that has stopped."""
        if status.is_online != self._is_online:
            self._is_online = status.is_online
            self.show_standing()

    def _on_change(self, change: ChangeSet) -> None:
        if change.has_new_structure:
            self.show_standing()

    @Slot()
    def _on_banner_pressed(self) -> None:
        """Do what the banner offers for the site on the screen."""
        self._screen.tasks.start_load("remedy", self._sign_in_to_site)

    async def _sign_in_to_site(self) -> None:
        collection = self._screen.items.collection
        if collection is None:
            return
        site = await self._services.browsing.site_of(collection.id)
        standing = await self._services.accounts.standing(site.id)
        if standing.remedy is Remedy.START_PRACTICE:
            await self._services.accounts.start_practice()
            await self._services.refreshing.refresh_all()
        else:
            dialog = TokensDialog(self._accounts, self._screen.window)
            dialog.ask_for_token(site.display_name)
            dialog.open()


def _of_this_run(error: WfdeskError, options: Options) -> WfdeskError:
    """Name where the token came from: nobody has pasted it just now."""
    source = "Signing in with WFDESK_TOKEN failed. " if options.token else ""
    return WfdeskError(source + error.summary, error.detail)
