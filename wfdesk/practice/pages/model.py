"""Pages and components as they are held: once for the primary locale, and what others change."""

from dataclasses import dataclass, field

from wfdesk.practice.cms.json import Json


@dataclass(slots=True)
class Nodes:
    """What can be translated, in the order of the page. Nodes are never altered in place."""

    primary: list[Json]
    key: str = "id"
    """What a node is known by; a property of a component has a name of its own for it."""
    translated: dict[str, dict[str, Json]] = field(default_factory=dict)
    """The nodes that differ, by locale and the node's key."""

    def in_locale(self, locale: str) -> list[Json]:
        changed = self.translated.get(locale, {})
        return [changed.get(node[self.key], node) for node in self.primary]

    def find(self, locale: str, key: str) -> Json | None:
        return next((each for each in self.in_locale(locale) if each[self.key] == key), None)

    def put(self, locale: str, node: Json) -> None:
        self.translated.setdefault(locale, {})[node[self.key]] = node


@dataclass(slots=True)
class Page:
    """A page; ``settings`` has title, slug, seo and openGraph for each locale that has its own."""

    id: str
    created: str
    updated: str
    settings: dict[str, Json]
    nodes: Nodes
    parent: str | None = None
    collection: str | None = None
    branch: str | None = None
    """What a branch is known by: a duplicate of a page on which somebody works, listed with it."""

    def settings_in(self, locale: str) -> Json:
        """Its own in that locale, and those of the primary one, which comes first, for the rest."""
        return {**next(iter(self.settings.values())), **self.settings.get(locale, {})}

    def as_json(self, site: str, locale: str, path: str) -> Json:
        answer: Json = {
            "id": self.id,
            "siteId": site,
            **self.settings_in(locale),
            "createdOn": self.created,
            "lastUpdated": self.updated,
            "archived": False,
            "draft": False,
            "canBranch": self.collection is None and self.branch is None,
            "isBranch": self.branch is not None,
            "branchId": self.branch,
            "localeId": locale or None,
            "publishedPath": path,
        }
        if self.parent:
            answer["parentId"] = self.parent
        if self.collection:
            answer["collectionId"] = self.collection
        return answer


@dataclass(slots=True)
class Component:
    """What pages share: its own nodes, and the properties that an instance can override."""

    id: str
    name: str
    group: str
    description: str
    nodes: Nodes
    properties: Nodes
    is_readonly: bool = False

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "group": self.group,
            "description": self.description,
            "readonly": self.is_readonly,
        }
