"""Webflow's own Python SDK, pointed at the practice server."""

from collections.abc import Iterator
from contextlib import contextmanager

from webflow import Webflow
from webflow.environment import WebflowEnvironment

from tests.doubles.practice import Practice


@contextmanager
def opened(practice: Practice) -> Iterator[Webflow]:
    where = WebflowEnvironment(
        base=practice.url, data_api=practice.url, content_delivery_api=practice.url
    )
    client = Webflow(environment=where, access_token=practice.tokens["full"], timeout=20)
    try:
        yield client
    finally:
        client._client_wrapper.httpx_client.httpx_client.close()
