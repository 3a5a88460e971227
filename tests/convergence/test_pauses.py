"""What Webflow's pauses do to a run, in a time that passes by itself."""

from pathlib import Path

from tests.convergence.stage import Stage, staged
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Result

DESCRIPTION = FieldSlug("description")


async def edited(stage: Stage) -> ItemKey:
    places = next(each for each, slug in stage.slugs.items() if slug == "places")
    key = stage.items[places][0]
    await stage.half.editing.set_field(key, DESCRIPTION, "Mine")
    return key


async def test_after_a_pause_what_is_to_be_sent_is_looked_at_again(tmp_path: Path) -> None:
    async with staged(tmp_path, pool=2) as stage:
        key = await edited(stage)
        where = {"collection": key.collection, "item": key.item, "cmsLocaleId": key.locale}
        act = {"act": "edit", **where, "fieldData": {DESCRIPTION: "Theirs"}}
        stage.control(
            "POST",
            "faults",
            [
                {"do": "colleague", "method": "PATCH", "acts": [act]},
                {"do": "429", "method": "PATCH", "seconds": 7},
            ],
        )
        [result] = await stage.half.send(None, Goal.SEND)
        [work] = await stage.half.works()
    assert result.result is Result.CONFLICT
    assert work.conflicts == {DESCRIPTION: "Theirs"}


async def test_a_storm_of_pauses_ends_the_run_and_nothing_is_lost(tmp_path: Path) -> None:
    async with staged(tmp_path, pool=2) as stage:
        await edited(stage)
        stage.control("DELETE", "log")
        stage.control(
            "POST", "faults", {"do": "429", "method": "PATCH", "seconds": 7, "times": "always"}
        )
        [result] = await stage.half.send(None, Goal.SEND)
        tried = [entry for entry in stage.control("GET", "log") if entry["method"] == "PATCH"]
        [work] = await stage.half.works()
    assert (result.result, len(tried)) == (Result.NOT_SENT, 10)
    assert "keeps asking for pauses" in result.reason
    assert (work.state, work.edits[DESCRIPTION].value) == (SendState.SAVED, "Mine")
