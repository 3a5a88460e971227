"""Started by test_secret_service in a session of its own: uses the keychain that is there.

Prints one JSON object. The first argument is how many seconds the keychain may take.
"""

import asyncio
import json
import os
import sys

from tests.doubles.canary import CANARY_TOKEN
from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import AccountId
from wfdesk.system.keychain import Keychain

ANNA, BERT = AccountId("anna"), AccountId("bert")


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
    print(json.dumps(asyncio.run(use(float(sys.argv[1])))))
    # A hung call's thread is a daemon; nothing waits for it.
    sys.stdout.flush()
    os._exit(0)
