"""Pictures in the form: what could not be had without a connection is had later."""

from wfdesk.ui.editor.richtext.cardpictures import CardPictures
from wfdesk.ui.toolkit.images import Thumbnail


async def test_after_a_refresh_a_picture_is_tried_again(desk, monkeypatch) -> None:
    """At the start of the program the item is open before anybody is signed in."""
    await desk.sign_in()
    services = desk.program.services
    monkeypatch.setattr(services.pictures, "_own_origins", frozenset)
    key = await desk.key("recipes")
    await desk.open(key)
    thumbnail = desk.editor("photo").findChild(Thumbnail)
    await desk.until(lambda: thumbnail.accessibleName() == "The picture cannot be shown")
    in_text = desk.program.window.findChild(CardPictures)
    in_text.find(thumbnail._url)
    await desk.calm()
    assert in_text.find(thumbnail._url) is None

    monkeypatch.undo()
    await services.refreshing.refresh_all()

    await desk.until(lambda: thumbnail.accessibleName() == "Picture")
    await desk.until(lambda: in_text.find(thumbnail._url) is not None)
    await desk.calm()
