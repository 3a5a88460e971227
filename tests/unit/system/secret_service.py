"""Started by test_secret_service in a D-Bus session of its own: uses a real keychain there.

Prints one JSON object. The first argument says whether the keychain is unlocked.
"""

import asyncio
import json
import os
import subprocess
import sys
import time

from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from tests.doubles.canary import CANARY_TOKEN
from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import AccountId
from wfdesk.system.keychain import Keychain

ANNA, BERT = AccountId("anna"), AccountId("bert")


def main() -> None:
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    is_unlocked = sys.argv[1] == "unlocked"
    if is_unlocked:
        command.append("--unlock")
    daemon = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        if is_unlocked:
            daemon.stdin.write(b"a password")
        daemon.stdin.close()
        wait_for_service()
        print(json.dumps(asyncio.run(use(20 if is_unlocked else 3))))
    finally:
        daemon.kill()
        daemon.wait()


def wait_for_service() -> None:
    deadline = time.monotonic() + 20
    with open_dbus_connection() as bus:
        while not bus.send_and_get_reply(message_bus.NameHasOwner("org.freedesktop.secrets")).body[
            0
        ]:
            if time.monotonic() > deadline:
                sys.exit("The Secret Service did not start.")
            time.sleep(0.02)


async def use(seconds: float) -> dict[str, object]:
    keychain = Keychain(seconds=seconds)
    try:
        await keychain.store(ANNA, CANARY_TOKEN)
    except KeychainError as error:
        return {"trouble": error.summary, "remembered": await keychain.load(ANNA) == CANARY_TOKEN}
    await keychain.store(ANNA, CANARY_TOKEN[::-1])
    later = Keychain(seconds=seconds)
    return {
        "name": await later.describe(),
        "permanent": keychain.is_permanent,
        "replaced": await later.load(ANNA) == CANARY_TOKEN[::-1],
        "others": await later.load(BERT),
        "forgotten": await forget(later),
        "evil": "evil" in sys.modules,
    }


async def forget(keychain: Keychain) -> bool:
    await keychain.forget(ANNA)
    await keychain.forget(ANNA)
    return await Keychain().load(ANNA) is None


if __name__ == "__main__":
    main()
    # A hung call's thread is a daemon; nothing waits for it.
    sys.stdout.flush()
    os._exit(0)
