"""What is wrong with unsent work, and what is to be known of it before it goes."""

from wfdesk.domain.edits import Work
from wfdesk.domain.schema import Collection
from wfdesk.domain.validation import Problem, problems_in


def problems_of_work(work: Work, collection: Collection) -> list[Problem]:
    """List what is wrong with an item's values, and what they leave to be known."""
    return problems_in(work, collection)
