"""One command's run: what was asked for, and the local copy, opened for it alone."""

from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from wfdesk.assembly.local import LocalServices, build_local
from wfdesk.cli.addresses import Addresses
from wfdesk.cli.interruption import Interruption
from wfdesk.cli.output import Output
from wfdesk.domain.errors import AlreadyOpenError
from wfdesk.store.database import Database
from wfdesk.system.logs import start_logging
from wfdesk.system.paths import log_dir, open_profile, profile_dir

_IN_USE = "The local copy is in use: wfdesk is open, or another command runs. Close it, or wait."
_DAMAGED = "The local copy was damaged. What could be saved of it was; the rest is in {}."
_RESTORED = "Unsent changes taken from their second copy: {}. Look at them before you send them."
_SET_APART = "Unsent edits found damaged: {}. They are kept, and not sent."


class Session:
    """Everything that is opened is closed by the stack, in reverse."""

    def __init__(
        self,
        wanted: Namespace,
        output: Output,
        local: LocalServices,
        stack: AsyncExitStack,
    ) -> None:
        self.wanted = wanted
        self.output = output
        self.local = local
        self.stack = stack
        self.interruption = Interruption(output)
        self.interruption.install()

    async def addresses(self) -> Addresses:
        """What can be named, as far as the command line has named a site and a locale.

        A collection that it names is looked for at once: a name that is nobody's is said, also
        where nothing of it is to be done.
        """
        tree = await self.local.browsing.tree()
        wanted = vars(self.wanted)
        found = Addresses(self.local.browsing, tree, wanted.get("site"), wanted.get("locale"))
        if wanted.get("collection"):
            found.locale_of(found.collection(wanted["collection"]).site)
        return found


@asynccontextmanager
async def opened(wanted: Namespace, output: Output) -> AsyncIterator[Session]:
    """Open the local copy, which nobody else may have open meanwhile."""
    home = profile_dir()
    async with AsyncExitStack() as stack:
        database = await _database(home)
        stack.push_async_callback(database.close)
        stack.callback(start_logging(log_dir(home)).stop)
        if database.damage:
            output.tell(_DAMAGED.format(database.damage))
        if database.restored:
            output.tell(_RESTORED.format(database.restored))
        if database.quarantined:
            output.tell(_SET_APART.format(database.quarantined))
        yield Session(wanted, output, build_local(database), stack)


async def _database(home: Path) -> Database:
    with suppress(OSError):  # opening the database says it in words
        open_profile(home)
    try:
        return await Database.open(home / "wfdesk.sqlite3")
    except AlreadyOpenError as error:
        raise AlreadyOpenError(_IN_USE, error.detail) from error
