"""A keychain that fails as told. One of the three doubles: the real one asks the user."""

import threading


class FakeBackend:
    """What keyring calls a backend."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, _service: str, account: str) -> str | None:
        return self.kept.get(account)

    def set_password(self, _service: str, account: str, token: str) -> None:
        self.kept[account] = token

    def delete_password(self, _service: str, account: str) -> None:
        del self.kept[account]


class NullBackend(FakeBackend):
    """Says that it stored and keeps nothing, as keyring's own null backend does."""

    def set_password(self, _service: str, account: str, token: str) -> None:
        pass


class StubbornBackend(FakeBackend):
    """Says that it deleted and keeps the token."""

    def delete_password(self, _service: str, account: str) -> None:
        pass


class RaisingBackend(FakeBackend):
    """Repeats the token in its exception, as a library may."""

    def set_password(self, _service: str, account: str, token: str) -> None:
        raise ValueError(f"cannot keep {token}")

    def get_password(self, _service: str, account: str) -> str | None:
        raise OSError("the bus is gone")


class HangingBackend(FakeBackend):
    """Never answers until ``release`` is set: a prompt that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()
        self.calls = 0

    def get_password(self, _service: str, account: str) -> str | None:
        self.calls += 1
        self.release.wait()
        return None
