"""Pages and components: their settings and texts, and what a translation may change."""

import pytest

KINDS = {
    *("text", "image", "component-instance", "text-input", "select"),
    *("submit-button", "search-button"),
}


@pytest.fixture
def practice(run):
    """A server of its own: its pages are changed."""
    return run("--items", "20", "--rate-limit", "0")


@pytest.fixture
def site(practice):
    return practice.get("/sites")["sites"][0]


@pytest.fixture
def french(site):
    return site["locales"]["secondary"][0]["id"]


def page_of(practice, site, slug):
    found = practice.get(f"/sites/{site['id']}/pages")["pages"]
    return next(page for page in found if page["slug"] == slug)


def node_of(practice, page, kind, **params):
    found = practice.get(f"/pages/{page['id']}/dom", **params)["nodes"]
    return next(node for node in found if node["type"] == kind)


def translate(practice, page, locale, *nodes):
    path = f"/pages/{page['id']}/dom"
    return practice.ask("POST", path, params={"localeId": locale}, json={"nodes": nodes})


def test_pages_come_in_pages(practice, site):
    whole = practice.get(f"/sites/{site['id']}/pages")
    first = practice.get(f"/sites/{site['id']}/pages", limit=2)
    rest = practice.get(f"/sites/{site['id']}/pages", limit=100, offset=2)
    assert whole["pages"] == first["pages"] + rest["pages"]
    assert first["pagination"] == {"limit": 2, "offset": 0, "total": len(whole["pages"])}


def test_a_page_below_another_has_its_path(practice, site):
    below = page_of(practice, site, "spring-route")
    assert below["publishedPath"] == "/travel/spring-route"
    assert below["parentId"] == page_of(practice, site, "travel")["id"]


def test_a_template_names_its_collection(practice, site):
    template = page_of(practice, site, "detail_recipes")
    assert template["collectionId"] == practice.collection("recipes")


def test_all_seven_kinds_of_nodes_are_there(practice, site):
    pages = practice.get(f"/sites/{site['id']}/pages")["pages"]
    found = {
        node["type"] for page in pages for node in practice.get(f"/pages/{page['id']}/dom")["nodes"]
    }
    assert found == KINDS


def test_settings_are_changed_one_by_one(practice, site):
    page = page_of(practice, site, "about")
    answer = practice.ask("PUT", f"/pages/{page['id']}", json={"seo": {"title": "Who we are"}})
    changed = answer.json()
    assert changed["seo"] == {**page["seo"], "title": "Who we are"}
    assert {**changed, "seo": 0, "lastUpdated": 0} == {**page, "seo": 0, "lastUpdated": 0}
    assert changed["lastUpdated"] > page["lastUpdated"]


def test_every_setting_can_be_changed_in_the_primary_locale(practice, site):
    page = page_of(practice, site, "about")
    graph = {"title": "Two bakers", "titleCopied": False}
    words = {"title": "Who we are", "slug": "who-we-are", "openGraph": graph}
    query = {"localeId": site["locales"]["primary"]["id"]}
    changed = practice.ask("PUT", f"/pages/{page['id']}", params=query, json=words).json()
    assert (changed["title"], changed["slug"]) == ("Who we are", "who-we-are")
    assert changed["publishedPath"] == "/who-we-are"
    assert changed["openGraph"] == {**page["openGraph"], **graph}
    assert changed["seo"] == page["seo"]
    assert practice.get(f"/pages/{page['id']}") == changed


def test_settings_of_a_locale_leave_the_others_alone(practice, site, french):
    page = page_of(practice, site, "about")
    path = f"/pages/{page['id']}"
    practice.ask("PUT", path, params={"localeId": french}, json={"title": "Qui sommes-nous"})
    assert practice.get(path)["title"] == page["title"]
    assert practice.get(path, localeId=french)["title"] == "Qui sommes-nous"


def test_what_is_changed_on_a_branch_leaves_its_page_alone(practice, site, french):
    pages = practice.get(f"/sites/{site['id']}/pages")["pages"]
    branch = next(page for page in pages if page["isBranch"])
    page = page_of(practice, site, branch["slug"])
    assert page["id"] != branch["id"]
    practice.ask("PUT", f"/pages/{branch['id']}", json={"title": "Another title"})
    node = node_of(practice, branch, "text")
    translate(practice, branch, french, {"nodeId": node["id"], "text": "<h1>Presse</h1>"})
    assert practice.get(f"/pages/{page['id']}") == page
    assert node_of(practice, page, "text", localeId=french)["text"] == node["text"]


@pytest.mark.parametrize(
    "body", [{"title": ""}, {"title": 1}, {"seo": "no"}, {"seo": {"title": 1}}]
)
def test_settings_of_another_type_are_refused(practice, site, body):
    page = page_of(practice, site, "about")
    answer = practice.ask("PUT", f"/pages/{page['id']}", json=body)
    assert answer.status_code == 400
    assert practice.get(f"/pages/{page['id']}") == page


def test_a_text_is_translated_and_the_original_stays(practice, site, french):
    page = page_of(practice, site, "about")
    node = node_of(practice, page, "text")
    entry = {"nodeId": node["id"], "text": "<h1>Qui sommes-<em>nous</em></h1>"}
    assert translate(practice, page, french, entry).json() == {"errors": []}
    changed = node_of(practice, page, "text", localeId=french)
    assert changed["text"] == {"html": entry["text"], "text": "Qui sommes-nous"}
    assert node_of(practice, page, "text") == node


@pytest.mark.parametrize(
    ("slug", "kind", "change"),
    [
        ("contact", "text-input", {"placeholder": "Votre nom"}),
        ("contact", "select", {"choices": [{"value": "a", "text": "Une recette"}]}),
        ("contact", "submit-button", {"value": "Envoyer", "waitingText": "Un instant"}),
        ("search", "search-button", {"value": "Chercher"}),
    ],
)
def test_each_kind_takes_what_is_its_own(practice, site, french, slug, kind, change):
    page = page_of(practice, site, slug)
    node = node_of(practice, page, kind)
    answer = translate(practice, page, french, {"nodeId": node["id"], **change})
    assert answer.json() == {"errors": []}
    assert node_of(practice, page, kind, localeId=french) == {**node, **change}


def test_an_instance_takes_other_words_for_its_properties(practice, site, french):
    page = page_of(practice, site, "")
    node = node_of(practice, page, "component-instance")
    key = node["propertyOverrides"][0]["propertyId"]
    override = {"propertyId": key, "text": "Une lettre"}
    answer = translate(
        practice, page, french, {"nodeId": node["id"], "propertyOverrides": [override]}
    )
    assert answer.json() == {"errors": []}
    changed = node_of(practice, page, "component-instance", localeId=french)
    assert changed["propertyOverrides"][0]["text"]["text"] == "Une lettre"
    assert changed["propertyOverrides"][1:] == node["propertyOverrides"][1:]


def test_what_could_not_be_translated_is_told_and_the_rest_is_done(practice, site, french):
    page = page_of(practice, site, "contact")
    text, image = node_of(practice, page, "text"), node_of(practice, page, "image")
    answer = translate(
        practice,
        page,
        french,
        {"nodeId": "0" * 24, "text": "x"},
        {"nodeId": image["id"], "text": "x"},
        {"nodeId": text["id"], "text": "<h1>Écrivez-nous</h1>"},
    )
    assert answer.status_code == 200
    assert len(answer.json()["errors"]) == 2
    assert node_of(practice, page, "text", localeId=french)["text"]["text"] == "Écrivez-nous"


def test_the_primary_locale_is_not_translated(practice, site):
    page = page_of(practice, site, "about")
    node = node_of(practice, page, "text")
    primary = site["locales"]["primary"]["id"]
    answer = translate(practice, page, primary, {"nodeId": node["id"], "text": "x"})
    assert answer.status_code == 400
    assert "The provided locale must be a secondary locale." in answer.json()["message"]


@pytest.mark.parametrize("of", ["page", "component", "properties"])
def test_a_translation_has_1_to_1000_nodes_in_a_secondary_locale(practice, site, french, of):
    path, name, entry = translated(practice, site, of)

    def status(count, **query):
        body = {name: [entry] * count}
        answer = practice.ask("POST", path, params=query, json=body)
        assert answer.status_code != 200 or answer.json() == {"errors": []}
        return answer.status_code

    counts = {count: status(count, localeId=french) for count in (0, 1, 1000, 1001)}
    assert counts == {0: 400, 1: 200, 1000: 200, 1001: 400}
    assert status(1, localeId=site["locales"]["primary"]["id"]) == 400
    assert status(1) == 400


def translated(practice, site, of):
    """Where the texts of something are translated, what they are called, and one of them."""
    if of == "page":
        page = page_of(practice, site, "about")
        node = node_of(practice, page, "text")
        return f"/pages/{page['id']}/dom", "nodes", {"nodeId": node["id"], "text": "x"}
    found = practice.get(f"/sites/{site['id']}/components")["components"]
    component = next(entry for entry in found if entry["name"] == "Newsletter box")
    path = f"/sites/{site['id']}/components/{component['id']}"
    if of == "component":
        node = practice.get(f"{path}/dom")["nodes"][0]
        return f"{path}/dom", "nodes", {"nodeId": node["id"], "text": "x"}
    held = practice.get(f"{path}/properties")["properties"][0]
    entry = {"propertyId": held["propertyId"], "text": "x"}
    return f"{path}/properties", "properties", entry


def test_a_component_has_nodes_and_properties_of_its_own(practice, site, french):
    found = practice.get(f"/sites/{site['id']}/components")["components"]
    component = next(entry for entry in found if entry["name"] == "Newsletter box")
    path = f"/sites/{site['id']}/components/{component['id']}"
    node = practice.get(f"{path}/dom")["nodes"][0]
    held = practice.get(f"{path}/properties")["properties"][0]
    where = {"localeId": french}
    texts = {"nodes": [{"nodeId": node["id"], "text": "<p>Bonjour</p>"}]}
    words = {"properties": [{"propertyId": held["propertyId"], "text": "Une lettre"}]}
    assert practice.ask("POST", f"{path}/dom", params=where, json=texts).json() == {"errors": []}
    answer = practice.ask("POST", f"{path}/properties", params=where, json=words)
    assert answer.json() == {"errors": []}
    changed = practice.get(f"{path}/dom", **where)["nodes"][0]
    assert changed["text"] == {"html": "<p>Bonjour</p>", "text": "Bonjour"}
    translated = practice.get(f"{path}/properties", **where)["properties"][0]
    assert translated["text"]["text"] == "Une lettre"
    assert practice.get(f"{path}/properties")["properties"][0] == held


def test_translations_outlive_the_server(run, tmp_path):
    arguments = ("--items", "20", "--rate-limit", "0", "--state", str(tmp_path / "state.json"))
    first = run(*arguments)
    site = first.get("/sites")["sites"][0]
    locale = site["locales"]["secondary"][0]["id"]
    page = page_of(first, site, "about")
    node = node_of(first, page, "text")
    translate(first, page, locale, {"nodeId": node["id"], "text": "<h1>Nous</h1>"})
    before = first.get(f"/pages/{page['id']}/dom", localeId=locale)
    components = first.get(f"/sites/{site['id']}/components")
    first.close()
    second = run(*arguments)
    assert second.get(f"/pages/{page['id']}/dom", localeId=locale) == before
    assert second.get(f"/sites/{site['id']}/components") == components


def test_pages_are_the_same_for_the_same_seed(run):
    first, second = (run("--items", "20", "--rate-limit", "0", "--seed", "7") for _ in range(2))
    site = first.get("/sites")["sites"][0]["id"]
    assert first.get(f"/sites/{site}/pages") == second.get(f"/sites/{site}/pages")
