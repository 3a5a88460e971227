"""What is read from JSON and written to it."""

from typing import Any

Json = dict[str, Any]
