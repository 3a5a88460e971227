import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """Collect widgets on the thread they live on, never on the store's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
    gc.collect()
