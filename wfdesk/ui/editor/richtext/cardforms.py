"""Opens the form of a card, and gives back its source with what was changed in it.

None is the answer wherever all is to stay as it is.
"""

from PySide6.QtWidgets import QWidget

from wfdesk.richtext.cards import CardKind, describe
from wfdesk.richtext.embeds import code_of, new_embed, with_code
from wfdesk.richtext.figures import new_figure, with_figure
from wfdesk.richtext.videos import new_video, video_of, with_video
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.richtext.codeform import ask_embed, ask_html
from wfdesk.ui.editor.richtext.figureform import ask_figure
from wfdesk.ui.editor.richtext.videoform import ask_video


async def ask_card(parent: QWidget | None, context: EditorContext, html: str) -> str | None:
    """Ask for another content of a card: in a form of its own where there is one, else as HTML."""
    card = describe(html)
    if card.figure is not None:
        figure = await ask_figure(parent, context, card.figure)
        return None if figure is None else with_figure(html, figure)
    if card.kind is CardKind.VIDEO and (video := video_of(html)) is not None:
        url = await ask_video(parent, video.address)
        return None if url is None else with_video(html, url)
    if card.kind is CardKind.EMPTY_EMBED:
        code = await ask_embed(parent, "", is_lost=True)
        return None if code is None else with_code(html, code)
    if card.kind is CardKind.EMBED and (before := code_of(html)) is not None:
        code = await ask_embed(parent, before)
        return None if code is None else with_code(html, code)
    return await ask_html(parent, html)


async def ask_new_card(
    parent: QWidget | None, context: EditorContext, kind: CardKind
) -> str | None:
    """Ask for a new picture or video; whatever else there may be is embedded."""
    match kind:
        case CardKind.PICTURE:
            figure = await ask_figure(parent, context, None)
            return None if figure is None else new_figure(figure)
        case CardKind.VIDEO:
            url = await ask_video(parent, None)
            return None if url is None else new_video(url)
        case _:
            code = await ask_embed(parent, None)
            return None if code is None else new_embed(code)
