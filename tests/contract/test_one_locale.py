"""A site without localization: its items have no locale, and none may be sent back to it."""

import pytest

from tests.doubles.practice import Practice, start


@pytest.fixture(scope="module")
def plain():
    practice = start("--items", "60", "--rate-limit", "0", "--no-localization")
    yield practice
    practice.close()


@pytest.fixture
def path(plain: Practice) -> str:
    return plain.items("places")


def test_the_site_has_no_locales(plain):
    assert "locales" not in plain.get("/sites")["sites"][0]


def test_an_item_has_no_locale(plain, path):
    for live in ("", "/live"):
        items = plain.get(path + live)["items"]
        assert items
        assert {item["cmsLocaleId"] for item in items} == {None}


def test_a_null_locale_is_refused_when_it_is_sent_back(plain, path):
    item = plain.get(path)["items"][0]
    answer = plain.ask("PATCH", f"{path}/{item['id']}", json={"cmsLocaleId": None})
    assert answer.status_code == 400
    assert answer.json()["details"][0]["description"] == (
        "Value (cmsLocaleId)'s type should be string"
    )


def test_an_item_is_made_changed_published_and_deleted(plain, path):
    made = plain.make("places", name="Cork")
    assert made["cmsLocaleIds"] == []
    one = f"{path}/{made['id']}"
    changed = plain.ask("PATCH", one, json={"fieldData": {"name": "Corcaigh"}}).json()
    assert changed["fieldData"]["name"] == "Corcaigh"
    body = {"itemIds": [made["id"]]}
    assert plain.ask("POST", f"{path}/publish", json=body).json()["errors"] == []
    assert plain.get(f"{one}/live")["cmsLocaleId"] is None
    assert plain.ask("DELETE", one).status_code == 204


def test_a_locale_that_is_named_is_not_there(plain, path):
    answer = plain.ask("GET", path, params={"cmsLocaleId": "6" * 24})
    assert answer.status_code == 400


def test_pages_and_files_have_no_locale_either(plain):
    site = plain.get("/sites")["sites"][0]["id"]
    pages = plain.get(f"/sites/{site}/pages")["pages"]
    assert {page["localeId"] for page in pages} == {None}
    assert any(asset["altText"] for asset in plain.get(f"/sites/{site}/assets")["assets"])


def test_a_kept_site_stays_without_locales(run, tmp_path):
    state = ("--items", "20", "--state", str(tmp_path / "state.json"))
    one = run(*state, "--no-localization")
    one.make("places", name="Cork")
    one.process.kill()
    again = run(*state)
    assert "locales" not in again.get("/sites")["sites"][0]
