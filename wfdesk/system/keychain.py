"""The system's keychain: the only place where a token is kept.

Only real keychains are used, each made by name: left to choose for itself, keyring may be steered
by a file or a variable to plain text, or to importing anything. Nothing here writes a file.
"""

import asyncio
import importlib
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import AccountId
from wfdesk.system.callthread import CallThread
from wfdesk.system.logs import register_secret

T = TypeVar("T")

_SERVICE = "wfdesk"
_SECONDS = 15.0
_MOST_CHARACTERS = 1280
"""Windows keeps 2,560 bytes of UTF-16 (keyring issue 355); elsewhere there is more room."""

_PARTS = {
    "darwin": ("keyring.backends.macOS", "keyring.backends.macOS.api"),
    "win32": ("keyring.backends.Windows", "win32ctypes.pywin32.win32cred"),
    "linux": ("keyring.backends.SecretService", "secretstorage", "jeepney.io.blocking"),
}
"""Keyring goes without those that cannot be imported, and then finds no keychain."""

_NO_BUS = "There is no keychain here: this session has no D-Bus."
_NO_SERVICE = "There is no keychain here: no Secret Service is running."
_SILENT = "The system's keychain did not answer."
_REFUSED = "The system's keychain is locked or refused."
_LOST = "The system's keychain did not keep the token."


class Keychain:
    """Keeps one token for each account.

    Calls run one at a time on a thread of their own; one that hangs ends the keychain for this
    session. A token that cannot be kept is remembered until the program ends, and ``store`` says
    so with a KeychainError. Every token that passes here is kept out of the log.
    """

    def __init__(
        self, make_backend: Callable[[], Any] | None = None, *, seconds: float = _SECONDS
    ) -> None:
        self._make_backend = make_backend or find_backend
        self._seconds = seconds
        self._thread = CallThread("keychain")
        self._backend: Any = None
        self._is_silent = False
        self._reason = ""
        self._remembered: dict[AccountId, str] = {}

    @property
    def is_permanent(self) -> bool:
        """Whether tokens outlive the program, as far as the last call showed."""
        return not self._reason

    @property
    def reason(self) -> str:
        """Why tokens are not permanent, in words for the user; empty if they are."""
        return self._reason

    async def store(self, account: AccountId, token: str) -> None:
        """Store a token and read it back. KeychainError: it works until the program ends."""
        register_secret(token)
        self._remembered[account] = token
        if len(token) > _MOST_CHARACTERS:
            raise KeychainError("This token is too long for the system's keychain.")

        def work(backend: Any) -> None:
            backend.set_password(_SERVICE, account, token)
            if backend.get_password(_SERVICE, account) != token:
                raise KeychainError(_LOST)

        await self._call(work)
        del self._remembered[account]

    async def load(self, account: AccountId) -> str | None:
        """The account's token, or None if it was never stored."""
        if account in self._remembered:
            return self._remembered[account]

        def work(backend: Any) -> str | None:
            token = backend.get_password(_SERVICE, account)
            return str(token) if token else None

        token = await self._call(work)
        if token:
            register_secret(token)
        return token

    async def forget(self, account: AccountId) -> None:
        """Take the token out, if it is there. KeychainError: it may still be in the keychain."""
        self._remembered.pop(account, None)

        def work(backend: Any) -> None:
            if backend.get_password(_SERVICE, account) is not None:
                backend.delete_password(_SERVICE, account)
            if backend.get_password(_SERVICE, account) is not None:
                raise KeychainError("The system's keychain did not let go of the token.")

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
        self._thread.stop()

    async def _call(self, work: Callable[[Any], T]) -> T:
        try:
            result = await self._answer(work)
        except KeychainError as error:
            self._reason = error.summary
            raise
        self._reason = ""
        return result

    async def _answer(self, work: Callable[[Any], T]) -> T:
        if self._is_silent:
            raise KeychainError(_SILENT)
        call = self._thread.start(lambda: self._on_thread(work))
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(call)
        except TimeoutError:
            self._is_silent = True
            raise KeychainError(_SILENT) from None

    def _on_thread(self, work: Callable[[Any], T]) -> T:
        try:
            if self._backend is None:
                self._backend = self._make_backend()
            return work(self._backend)
        except KeychainError:
            raise
        except Exception as error:  # noqa: BLE001 - backends and D-Bus raise kinds of their own
            # Only the kind is told: the text is a stranger's and may repeat the token.
            raise KeychainError(_REFUSED, type(error).__name__) from None


def find_backend() -> Any:
    """Make this system's keychain, and tell keyring to use no other. Keyring is untyped.

    Keyring is imported here, on the keychain's thread, and not while the program starts.
    """
    from keyring.core import set_keyring  # noqa: PLC0415 - see the docstring

    backend = _make_backend(sys.platform)
    _drop_environment(backend)
    if sys.platform == "win32":
        # Keyring's own default lets the token roam to other machines of a domain.
        backend.persist = "local machine"
    set_keyring(backend)
    return backend


def missing_parts(platform: str = sys.platform) -> list[str]:
    """The modules of this system's keychain that cannot be imported: none in a sound build."""
    return [name for name in _PARTS.get(platform, ()) if not _is_importable(name)]


def _is_importable(name: str) -> bool:
    try:
        importlib.import_module(name)
    except (ImportError, OSError):  # the latter from a library of the system that does not load
        return False
    return True


def _make_backend(platform: str) -> Any:
    if platform == "darwin":
        from keyring.backends import macOS  # noqa: PLC0415 - exists on this system only

        return macOS.Keyring()  # type: ignore[no-untyped-call] # ships no types
    if platform == "win32":
        from keyring.backends import Windows  # noqa: PLC0415 - exists on this system only

        return Windows.WinVaultKeyring()  # type: ignore[no-untyped-call] # ships no types
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise KeychainError(_NO_BUS)
    from keyring.backends import SecretService, kwallet  # noqa: PLC0415 - see find_backend

    kinds: tuple[Any, ...] = (SecretService.Keyring, kwallet.DBusKeyring)
    for kind in kinds:
        # viable asks over D-Bus whether the service is there.
        if kind.viable:
            return kind()
    raise KeychainError(_NO_SERVICE)


def _drop_environment(backend: Any) -> None:
    """Undo what keyring took over from KEYRING_PROPERTY_... variables."""
    for variable in os.environ:
        prefix, found, name = variable.partition("KEYRING_PROPERTY_")
        if found and not prefix:
            vars(backend).pop(name.lower(), None)
