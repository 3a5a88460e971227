"""Of a new item whose answer is lost nobody says that Webflow has never had it."""

import pytest

from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import CollectionId, ItemKey, new_local_id
from wfdesk.ui.items.actions import _delete_question, _discard_question


@pytest.mark.parametrize("state", [SendState.UNKNOWN, SendState.SENDING])
@pytest.mark.parametrize("ask", [_delete_question, _discard_question])
def test_what_may_be_there_is_not_said_never_to_have_been(ask, state) -> None:
    key = ItemKey(CollectionId("posts"), new_local_id())
    question = ask("Rolls", {key: Work(key, None, is_new=True, state=state)})
    assert "never had" not in question.text
