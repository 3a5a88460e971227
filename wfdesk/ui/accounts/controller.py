"""Signing in, the practice site, the list of tokens. A token only passes through."""

from collections.abc import Awaitable, Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from wfdesk.domain.accounts import WEBFLOW_URL
from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.ids import AccountId
from wfdesk.services.accounts import AccountsService, MayReplace, SignedIn
from wfdesk.ui.toolkit.tasks import TaskScope


class AccountsController(QObject):
    """One sign-in at a time. What goes wrong with it is said in place, not in a dialog."""

    busy_changed = Signal(bool)
    signed_in = Signal(object)  # SignedIn
    sign_in_failed = Signal(str)
    rows_shown = Signal(object)  # list[AccountRow]

    def __init__(
        self, accounts: AccountsService, tasks: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.api_url = WEBFLOW_URL
        """Where a token is signed in; the command line may say another address for one run."""
        self.may_replace: MayReplace | None = None
        """Asks the user before a token takes the place of one in use."""
        self._accounts = accounts
        self._tasks = tasks
        self._is_busy = False

    def sign_in(self, token: str, is_kept: bool) -> None:
        """Check the token and keep it in the keychain, or use it for this session only."""
        ask = self._accounts.sign_in if is_kept else self._accounts.sign_in_once
        self._begin(partial(ask, api_url=self.api_url, may_replace=self.may_replace), token)

    def start_practice(self) -> None:
        if not self._is_busy:
            self._become_busy()
            self._tasks.start_load("sign in", self._try, self._accounts.start_practice)

    def load_rows(self) -> None:
        self._tasks.start_load("rows", self._load_rows)

    def forget(self, account: AccountId, with_content: bool) -> None:
        """Sign out, and with content drop the site's local copy. The caller has asked."""
        self._tasks.start_save(self._forget, account, with_content)

    def _begin(self, ask: Callable[[str], Awaitable[SignedIn]], token: str) -> None:
        if not self._is_busy:
            self._become_busy()
            self._tasks.start_load("sign in", self._try_token, ask, token)

    async def _try_token(self, ask: Callable[[str], Awaitable[SignedIn]], token: str) -> None:
        async def work() -> SignedIn:
            return await ask(token)

        await self._try(work)

    async def _try(self, ask: Callable[[], Awaitable[SignedIn]]) -> None:
        try:
            signed_in = await ask()
        except WfdeskError as error:
            if shiboken6.isValid(self):
                self.sign_in_failed.emit(error.summary)
        else:
            if shiboken6.isValid(self):
                self.signed_in.emit(signed_in)
            await self._load_rows()
        finally:
            self._is_busy = False
            if shiboken6.isValid(self):
                self.busy_changed.emit(False)

    async def _load_rows(self) -> None:
        rows = await self._accounts.rows()
        if shiboken6.isValid(self):
            self.rows_shown.emit(rows)

    async def _forget(self, account: AccountId, with_content: bool) -> None:
        try:
            await self._accounts.forget(account, with_content=with_content)
        finally:  # forgotten it is, even if the keychain does not let go of the token
            await self._load_rows()

    def _become_busy(self) -> None:
        self._is_busy = True
        self.busy_changed.emit(True)
