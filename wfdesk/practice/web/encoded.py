"""Large answers: a page of a hundred items takes Python's own encoder ten times as long."""

from typing import Any

import msgspec
from starlette.responses import JSONResponse


class EncodedResponse(JSONResponse):
    """The same answer as its base would give, but for a number that JSON has not: it is null."""

    def render(self, content: Any) -> bytes:
        return msgspec.json.encode(content)
