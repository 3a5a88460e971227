"""Webflow's own JavaScript SDK, pointed at the practice server: another client tells the story.

``javascript/story.mjs`` tells it; every call succeeds, and its answer fits the SDK's own schemas,
which are made strict. Without node, or where the SDK could not be installed, this is skipped.
"""

from collections.abc import Iterator

import pytest

from tests.contract.node import told
from tests.doubles.practice import start

STEPS = (
    "a property that the SDK does not know is no success",
    "the token tells of itself",
    "the site is read and published",
    "the schema is read",
    "collections and fields come and go",
    "a list is read page by page",
    "a list is narrowed to what was published in some days",
    "an item is made, changed, published, unpublished and deleted",
    "items are made, changed, published and deleted together",
    "several items are made by one request",
    "an item is made in several locales",
    "an item is made and changed live",
    "a page is read and its settings are changed",
    "a page is translated",
    "a component is read and translated",
    "files are listed page by page",
    "a file is uploaded into a folder, described and deleted",
)


@pytest.fixture(scope="module")
def story() -> Iterator[dict[str, str | None]]:
    """What went wrong, by the name of the step."""
    practice = start("--items", "250", "--rate-limit", "0")
    try:
        yield {line["step"]: line["error"] for line in told("story.mjs", practice)}
    finally:
        practice.close()


@pytest.mark.parametrize("step", STEPS)
def test_the_story_goes_well(story: dict[str, str | None], step: str) -> None:
    error = story[step]
    assert error is None, error


def test_no_step_of_the_story_is_overlooked(story: dict[str, str | None]) -> None:
    assert sorted(story) == sorted(STEPS)
