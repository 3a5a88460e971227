"""An answer that is no success, in Webflow's own words."""

from collections.abc import Sequence

from wfdesk.practice.cms.json import Json


class RefusedError(Exception):
    """Ends a request with a status and an error body."""

    def __init__(self, status: int, code: str, message: str, details: Sequence[Json] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {
            "message": message,
            "code": code,
            "externalReference": None,
            "details": list(details),
        }


class InvalidError(Exception):
    """One value that a field does not take."""


class InvalidFileError(InvalidError):
    """A file that could not be imported. Unless the request says otherwise, it is left out."""


def invalid(details: Sequence[tuple[str, str]]) -> RefusedError:
    described = [{"param": param, "description": text} for param, text in details]
    return RefusedError(400, "validation_error", "Validation Error", described)


def bad_request(message: str) -> RefusedError:
    return RefusedError(400, "bad_request", f"Bad Request: {message}")


def bad_argument(message: str) -> RefusedError:
    """A query that asks for what cannot be."""
    return RefusedError(400, "bad_request", f"BadArgument: {message}")


def not_found(what: str = "resource") -> RefusedError:
    code = {"item": "item_not_found", "collection": "collection_not_found"}
    message = f"Requested resource not found: The {what} cannot be found"
    return RefusedError(404, code.get(what, "resource_not_found"), message)
