from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from tests.gui.conftest import activate
from wfdesk.api.webflow import Webflow
from wfdesk.domain.accounts import READ_CMS, READ_SITES, Account
from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.ids import AccountId, SiteId
from wfdesk.domain.schema import Site
from wfdesk.services.accounts import AccountRow, AccountsService, SignedIn
from wfdesk.services.feed import ChangeFeed
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.database import Database
from wfdesk.sync.connections import Connections
from wfdesk.system.keychain import Keychain
from wfdesk.ui.accounts.controller import AccountsController
from wfdesk.ui.accounts.dialog import TokensDialog
from wfdesk.ui.accounts.tokenform import TokenForm
from wfdesk.ui.accounts.tokens import TokenCard, TokensView
from wfdesk.ui.accounts.welcome import WelcomeView
from wfdesk.ui.toolkit.labels import PlainLabel

# The screenless platform says so of every window that has a smallest size.

CANARY = "<img src=x onerror=alert(1)>"
READ_ONLY = Account(
    AccountId("a"), CANARY, "https://example.com", scopes=frozenset({READ_SITES, READ_CMS})
)


class NoPractice:
    """A practice site that cannot start."""

    async def start(self) -> tuple[str, str]:
        raise WfdeskError("The practice site did not start.")


class MemoryBackend:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, name: str, token: str) -> None:
        self.kept[service, name] = token

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        self.kept.pop((service, name), None)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = await Database.open(tmp_path / "accounts.sqlite3")
    yield made
    await made.close()


@pytest.fixture
async def controller(database, tasks) -> AsyncIterator[AccountsController]:
    connections = Connections(Webflow)
    service = AccountsService(
        database, ChangeFeed(), Keychain(MemoryBackend), connections, NoPractice()
    )
    yield AccountsController(service, tasks)
    await tasks.close()
    await connections.close()


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(800, 700)
    widget.show()
    return widget


def texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


async def test_what_cannot_be_a_token_is_said_under_the_field(qtbot, controller, until):
    view = shown(qtbot, WelcomeView(controller))
    qtbot.keyClicks(view.form.line, "not a token")
    qtbot.keyClick(view.form.line, Qt.Key.Key_Return)
    await until(view.form.problem.isVisible)
    assert "token" in view.form.problem.text()
    assert "not a token" not in view.form.problem.text()
    assert view.form.line.isEnabled()


async def test_after_a_wrong_token_the_next_key_goes_into_its_line(qtbot, controller, until):
    view = shown(qtbot, WelcomeView(controller))
    await activate(view)
    view.form.line.setFocus()
    qtbot.keyClicks(view.form.line, "not a token")
    qtbot.keyClick(view.form.line, Qt.Key.Key_Return)
    await until(lambda: view.form.problem.isVisible() and view.form.line.isEnabled())
    assert view.form.line.hasFocus()
    assert view.form.line.selectedText()


async def test_no_token_is_asked_for_in_place(qtbot, controller):
    view = shown(qtbot, WelcomeView(controller))
    qtbot.mouseClick(view.form.sign_in_button, Qt.MouseButton.LeftButton)
    assert view.form.problem.text() == "Paste a site token first."


async def test_a_practice_site_that_does_not_start_is_said(qtbot, controller, until):
    view = shown(qtbot, WelcomeView(controller))
    qtbot.mouseClick(view.practice_button, Qt.MouseButton.LeftButton)
    await until(view.form.problem.isVisible)
    assert view.form.problem.text() == "The practice site did not start."


async def test_the_token_is_hidden_until_asked_for(qtbot, controller):
    view = shown(qtbot, WelcomeView(controller))
    assert view.form.line.echoMode() is QLineEdit.EchoMode.Password
    qtbot.mouseClick(view.form.show_button, Qt.MouseButton.LeftButton)
    assert view.form.line.echoMode() is QLineEdit.EchoMode.Normal


async def test_signing_in_clears_the_token_and_tells_what_it_opens(qtbot, controller):
    view = shown(qtbot, WelcomeView(controller))
    qtbot.keyClicks(view.form.line, "secret")
    site = Site(SiteId("s"), READ_ONLY.id, CANARY)
    controller.signed_in.emit(SignedIn(READ_ONLY, (site,), is_stored=True))
    said = texts(view.opened)
    assert view.form.line.text() == ""
    assert CANARY in said
    assert "It cannot send changes (cms:write): read-only" in said
    assert "The token is in this computer's keychain." in said


async def test_a_token_that_was_not_kept_says_until_when_it_works(qtbot, controller):
    view = shown(qtbot, WelcomeView(controller))
    note = "No keychain. The token works until wfdesk is closed."
    controller.signed_in.emit(SignedIn(READ_ONLY, (), is_stored=False, note=note))
    assert note in texts(view.opened)


async def test_enter_on_the_second_page_starts(qtbot, controller):
    view = shown(qtbot, WelcomeView(controller))
    finished = QSignalSpy(view.finished)
    signed_in = SignedIn(READ_ONLY, (), is_stored=True)
    controller.signed_in.emit(signed_in)
    qtbot.keyClick(view.start_button, Qt.Key.Key_Space)
    assert finished.at(0) == [signed_in]


async def test_a_token_is_listed_with_its_note_as_text(qtbot, controller):
    view = shown(qtbot, TokensView(controller))
    view.show_rows([AccountRow(READ_ONLY, ("Bakery",), is_signed_in=False, note=CANARY)])
    labels = view.findChildren(QLabel)
    assert texts(view).count(CANARY) == 2
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


async def test_the_practice_site_is_told_from_real_ones(qtbot, controller):
    view = shown(qtbot, TokensView(controller))
    practice = replace(READ_ONLY, is_practice=True)
    view.show_rows([AccountRow(practice, (), is_signed_in=True)])
    assert "practice" in texts(view)
    assert "Runs on this computer only: nothing reaches Webflow" in texts(view)
    view.show_rows([AccountRow(READ_ONLY, (), is_signed_in=True)])
    assert "practice" not in texts(view._area.widget())


async def test_enter_in_the_form_of_the_dialog_leaves_it_open(qtbot, controller, until):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = TokensDialog(controller, parent)
    dialog.ask_for_token("Bakery")
    dialog.open()
    await activate(dialog)
    form = dialog.findChild(TokenForm)
    assert "Site token for \u201cBakery\u201d" in texts(dialog)
    qtbot.keyClicks(form.line, "not a token")
    qtbot.keyClick(form.line, Qt.Key.Key_Return)
    await until(form.problem.isVisible)
    assert form.isVisible()
    dialog.close()


async def test_forgetting_asks_and_keeps_by_default(qtbot, controller, database):
    view = await listed(qtbot, controller, database)
    qtbot.mouseClick(view.findChild(TokenCard).forget_button, Qt.MouseButton.LeftButton)
    assert view.question.keep_button.isDefault()
    qtbot.keyClick(view.question, Qt.Key.Key_Return)
    assert await database.read(lambda connection: AccountsRepository(connection).all())


async def test_a_forgotten_token_leaves_the_list(qtbot, controller, database, until):
    view = await listed(qtbot, controller, database)
    qtbot.mouseClick(view.findChild(TokenCard).forget_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.question.forget_button, Qt.MouseButton.LeftButton)
    await until(lambda: view.findChild(TokenCard) is None)


async def listed(qtbot, controller, database) -> TokensView:
    await database.write(lambda connection: AccountsRepository(connection).put(READ_ONLY))
    view = shown(qtbot, TokensView(controller))
    view.show_rows([AccountRow(READ_ONLY, (), is_signed_in=True)])
    return view


async def test_an_ampersand_in_the_name_of_a_site_is_shown(qtbot, controller):
    form = TokenForm(controller)
    qtbot.addWidget(form)
    form.say_for_what("Crumb & Compass")
    said = "Site token for \u201cCrumb & Compass\u201d"
    alone = PlainLabel(said, "heading", form)
    alone.setWordWrap(True)
    title = next(each for each in form.findChildren(QLabel) if each.text().startswith(said[:12]))
    seen = title.grab().toImage()
    alone.resize(title.size())
    assert seen == alone.grab().toImage()
