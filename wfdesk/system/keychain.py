"""The system's keychain: the only place where a token is kept.

Only real keychains are used, each made by name: keyring's own choice may be steered by a file or
a variable to plain text, or to importing anything. There is no fallback that writes a file.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import AccountId

T = TypeVar("T")

_SERVICE = "wfdesk"
_SECONDS = 15.0
_MOST_CHARACTERS = 1280
"""Windows keeps 2,560 bytes of UTF-16 (keyring issue 355); elsewhere there is more room."""

_NONE = "No keychain is available on this computer."
_SILENT = "The system's keychain did not answer."


class Keychain:
    """Calls run on a thread of their own. One that hangs ends the keychain for this session."""

    def __init__(
        self,
        make_backend: Callable[[], Any] | None = None,
        *,
        seconds: float = _SECONDS,
    ) -> None:
        self._make_backend = make_backend or find_backend
        self._seconds = seconds
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keychain")
        self._backend: Any = None
        self._trouble = ""

    async def store(self, account: AccountId, token: str) -> None:
        """Store a token and read it back. KeychainError says why it is not kept."""
        if len(token) > _MOST_CHARACTERS:
            raise KeychainError("This token is too long for the system's keychain.")

        def work(backend: Any) -> bool:
            backend.set_password(_SERVICE, account, token)
            return bool(backend.get_password(_SERVICE, account) == token)

        if not await self._call(work):
            raise KeychainError("The system's keychain did not keep the token.")

    async def load(self, account: AccountId) -> str | None:
        def work(backend: Any) -> str | None:
            token = backend.get_password(_SERVICE, account)
            return str(token) if token else None

        return await self._call(work)

    async def forget(self, account: AccountId) -> None:
        """Take the token out, if it is there."""

        def work(backend: Any) -> None:
            if backend.get_password(_SERVICE, account) is not None:
                backend.delete_password(_SERVICE, account)

        await self._call(work)

    async def describe(self) -> str:
        """The keychain's name, or why there is none."""

        def work(backend: Any) -> str:
            return f"{type(backend).__module__}.{type(backend).__qualname__}"

        try:
            return await self._call(work)
        except KeychainError as error:
            return error.summary

    def close(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _call(self, work: Callable[[Any], T]) -> T:
        if self._trouble:
            raise KeychainError(self._trouble)

        def on_thread() -> T:
            if self._backend is None:
                self._backend = self._make_backend()
            if self._backend is None:
                raise KeychainError(_NONE)
            return work(self._backend)

        call = asyncio.get_running_loop().run_in_executor(self._executor, on_thread)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.shield(call)
        except TimeoutError:
            self._trouble = _SILENT
            call.add_done_callback(_ignore)
            raise KeychainError(_SILENT) from None
        except KeychainError:
            raise
        except Exception as error:  # noqa: BLE001 - each backend raises kinds of its own
            kind = type(error).__name__
            raise KeychainError("The system's keychain is locked or refused.", kind) from None


def find_backend() -> Any:
    """Make the first real keychain of this system that works, or None. Keyring is untyped."""
    platform: str = sys.platform
    make: Any
    if platform == "darwin":
        from keyring.backends import macOS  # noqa: PLC0415 - keyring loads on its own thread

        make = macOS.Keyring
        return make()
    if platform == "win32":
        from keyring.backends import Windows  # noqa: PLC0415

        make = Windows.WinVaultKeyring
        vault = make()
        vault.persist = "local machine"
        return vault
    return _linux_backend()


def _linux_backend() -> Any:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    from keyring.backends import SecretService, kwallet  # noqa: PLC0415

    for kind in (SecretService.Keyring, kwallet.DBusKeyring):
        try:
            kind.priority  # noqa: B018 - raises where the service is not there
        except RuntimeError:
            continue
        return kind()
    return None


def _ignore(call: "asyncio.Future[Any]") -> None:
    """A call that came back too late: its outcome is nobody's any more."""
    if not call.cancelled():
        call.exception()
