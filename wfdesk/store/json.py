"""Values as JSON text. Numbers with a fraction go through ``Decimal``, never through binary.

Equal values have equal text: an object's names are sorted.
"""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(decimal_format="number", order="deterministic")


def encode(value: object) -> str:
    return _encoder.encode(value).decode()


decode: Callable[[str], Any] = msgspec.json.Decoder(float_hook=Decimal).decode


def checksum(*parts: str) -> str:
    """SHA-256 over the parts; where one ends and the next begins counts too."""
    text = "\x00".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(text.encode()).hexdigest()
