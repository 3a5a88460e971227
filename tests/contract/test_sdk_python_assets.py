"""Webflow's own Python SDK tells the story of a file, from its announcement to its end."""

from collections.abc import Iterator

import pytest
from webflow import Site, Webflow
from webflow.environment import WebflowEnvironment

from tests.doubles.practice import Practice
from tests.doubles.uploads import digest_of
from wfdesk.practice.magazine.media import drawn

PICTURE = drawn("photo-42")


@pytest.fixture
def sdk(practice: Practice) -> Iterator[Webflow]:
    where = WebflowEnvironment(
        base=practice.url, data_api=practice.url, content_delivery_api=practice.url
    )
    client = Webflow(environment=where, access_token=practice.tokens["full"], timeout=20)
    yield client
    client._client_wrapper.httpx_client.httpx_client.close()


@pytest.fixture
def site(sdk: Webflow) -> Site:
    [found] = sdk.sites.list().sites or []
    return found


def test_assets_are_read_page_by_page(sdk: Webflow, site: Site) -> None:
    first = sdk.assets.list(site.id, limit=100)
    rest = sdk.assets.list(site.id, limit=100, offset=100)
    assert first.pagination
    found = [*(first.assets or []), *(rest.assets or [])]
    assert len({each.id for each in found}) == first.pagination.total
    assert {each.content_type for each in found} == {"image/png", "application/pdf"}
    assert all(each.size and each.created_on for each in found)
    wide = next(each for each in found if each.variants)
    assert [variant.width for variant in wide.variants] == [500, 800]


def test_folders_are_read_and_made(sdk: Webflow, site: Site) -> None:
    held = sdk.assets.list_folders(site.id).asset_folders or []
    photos = next(each for each in held if each.display_name == "Photos")
    made = sdk.assets.create_folder(site.id, display_name="From the road", parent_folder=photos.id)
    assert made.id
    assert made.parent_folder == photos.id
    again = sdk.assets.get_folder(made.id)
    assert (again.display_name, again.assets) == ("From the road", [])


def test_a_file_is_announced_sent_read_changed_and_deleted(
    practice: Practice, sdk: Webflow, site: Site
) -> None:
    made = sdk.assets.create(site.id, file_name="ines.png", file_hash=digest_of(PICTURE))
    assert made.id
    assert made.upload_url
    assert made.hosted_url
    assert made.upload_details
    form = made.upload_details.model_dump(by_alias=True)
    sent = practice.client.post(made.upload_url, data=form, files={"file": PICTURE})
    assert sent.status_code == 201
    assert practice.client.get(made.hosted_url).content == PICTURE
    held = sdk.assets.get(made.id)
    assert (held.size, held.content_type) == (len(PICTURE), "image/png")
    changed = sdk.assets.update(made.id, display_name="Inês, at four in the morning")
    assert sdk.assets.get(made.id) == changed
    assert changed.display_name == "Inês, at four in the morning"
    sdk.assets.delete(made.id)
    left = sdk.assets.list(site.id, limit=100).assets or []
    assert made.id not in [each.id for each in left]
