"""The kinds of faults there are. The docstring of each is its entry in the manual of /control."""

from collections.abc import Mapping
from typing import Final

from wfdesk.practice.web.faults import batches, connection, forged, moments
from wfdesk.practice.web.faults.struck import Make

KINDS: Final[Mapping[str, Make]] = {
    "delay": moments.delay,
    "colleague": moments.colleague,
    "zombie": moments.zombie,
    "reset_before": connection.reset_before,
    "reset_after": connection.reset_after,
    "down": connection.down,
    "truncated": connection.truncated,
    "slow": connection.slow,
    "close": connection.close,
    "not_http": connection.not_http,
    "status": forged.status,
    "html": forged.html,
    "429": forged.storm,
    "wrong_json": forged.wrong_json,
    "gzip_bomb": forged.gzip_bomb,
    "headers": forged.headers,
    "partly": batches.partly,
    "lacking": batches.lacking,
    "doubled": batches.doubled,
    "reversed": batches.reversed_list,
}
PASSING: Final = frozenset({"delay", "colleague"})
"""Kinds that let the request go on its way: the next order may strike it as well."""
