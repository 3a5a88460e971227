"""What is typed for a field becomes a value of its type, or a reason why not."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from wfdesk.cli.exits import RefusedValueError, UsageError
from wfdesk.cli.typed import MOST, assignments, value_of
from wfdesk.domain.ids import FieldSlug, ItemId
from wfdesk.domain.schema import Field, FieldType

OPTIONS = {
    "options": [
        {"id": "o1", "name": "Easy"},
        {"id": "o2", "name": "Hard"},
        {"id": "o3", "name": "Hard"},
    ]
}


async def resolved(_field: Field, name: str) -> ItemId:
    return ItemId(f"id-of-{name}")


async def read(
    kind: FieldType,
    text: str,
    before: object = None,
    zone: str = "Europe/Lisbon",
    **validations: object,
) -> object:
    field = Field("f", FieldSlug("f"), "Field", kind, validations=validations)
    return await value_of(field, text, before=before, time_zone=zone, resolve=resolved)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldType.PLAIN_TEXT, "1.0", "1.0"),
        (FieldType.NUMBER, "0.10", Decimal("0.10")),
        (FieldType.NUMBER, "12345678901234567890", 12345678901234567890),
        (FieldType.SWITCH, "Yes", True),
        (FieldType.SWITCH, "0", False),
        (FieldType.SWITCH, "unset", None),
        (FieldType.REFERENCE, "bread", "id-of-bread"),
        (FieldType.MULTI_REFERENCE, "bread, rolls,", ["id-of-bread", "id-of-rolls"]),
        (FieldType.COLOR, "Orchid", "Orchid"),
        (FieldType.DATE_TIME, "2026-03-05", "2026-03-05T00:00:00.000Z"),
        (FieldType.IMAGE, '{"fileId": "x", "alt": "y"}', {"fileId": "x", "alt": "y"}),
        (FieldType.MULTI_IMAGE, "https://a.b/c.png", [{"url": "https://a.b/c.png", "alt": None}]),
        *((kind, "", None) for kind in FieldType if kind.value not in {"ExtFileRef", "Unknown"}),
    ],
)
async def test_a_text_is_read_by_the_type_of_its_field(
    kind: FieldType, text: str, value: object
) -> None:
    found = await read(kind, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-07-01 09:00", "2026-07-01T08:00:00.000Z"),
        ("2026-12-01 09:00", "2026-12-01T09:00:00.000Z"),
        ("2026-07-01", "2026-06-30T23:00:00.000Z"),
        ("2026-07-01T09:00:00.000Z", "2026-07-01T09:00:00.000Z"),
        ("2026-07-01T09:00+02:00", "2026-07-01T07:00:00.000Z"),
    ],
)
async def test_a_time_is_the_sites_unless_it_says_otherwise(text: str, utc: str) -> None:
    assert await read(FieldType.DATE_TIME, text, format="date-time") == utc


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
@pytest.mark.parametrize("text", ["2026-07-01", "2026-07-01T00:00:00.000Z"])
async def test_a_plain_date_is_the_same_day_everywhere(text: str, zone: str) -> None:
    assert await read(FieldType.DATE_TIME, text, zone=zone) == "2026-07-01T00:00:00.000Z"


async def test_a_new_picture_keeps_the_alt_text_of_the_old_one() -> None:
    before = {"fileId": "x", "url": "https://a.b/old.png", "alt": "A loaf"}
    found = await read(FieldType.IMAGE, "https://a.b/new.png", before)
    assert found == {"url": "https://a.b/new.png", "alt": "A loaf"}


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (FieldType.NUMBER, "1e3", "not a number"),
        (FieldType.SWITCH, "maybe", "neither on nor off"),
        (FieldType.DATE_TIME, "5.3.2026", "not a date"),
        (FieldType.DATE_TIME, "2026-03-05 10:00", "without a time"),
        (FieldType.COLOR, "breadish", "not a colour"),
        (FieldType.EMAIL, "nobody", "not an email"),
        (FieldType.LINK, "example", "not a full web address"),
        (FieldType.IMAGE, "loaf.png", "not a full web address"),
        (FieldType.IMAGE, "{", "not JSON"),
        (FieldType.MULTI_IMAGE, '[{"url": "loaf.png"}]', "Picture 1"),
        (FieldType.EXT_FILE_REF, "x", "in Webflow only"),
    ],
)
async def test_what_is_no_value_is_refused_with_field_and_reason(
    kind: FieldType, text: str, reason: str
) -> None:
    with pytest.raises(RefusedValueError, match=reason) as caught:
        await read(kind, text)
    assert (caught.value.field, caught.value.summary.startswith("Field: ")) == ("f", True)


async def test_a_choice_is_named_by_id_or_by_a_name_of_its_own() -> None:
    assert await read(FieldType.OPTION, "easy", **OPTIONS) == "o1"
    assert await read(FieldType.OPTION, "o3", **OPTIONS) == "o3"
    with pytest.raises(RefusedValueError, match="by its id: o2, o3"):
        await read(FieldType.OPTION, "Hard", **OPTIONS)
    with pytest.raises(RefusedValueError, match="There are: Easy, Hard, Hard"):
        await read(FieldType.OPTION, "Soft", **OPTIONS)


def test_a_file_is_read_where_the_command_was_called_and_one_line_end_is_not_its(
    tmp_path: Path,
) -> None:
    (tmp_path / "text").write_bytes(b"\xef\xbb\xbfone\ntwo\n\r\n")
    words = ["a=@text", "b=@@text", "c=x=y", "d="]
    found = [(each.name, each.text) for each in assignments(words, tmp_path)]
    assert found == [("a", "one\ntwo\n"), ("b", "@text"), ("c", "x=y"), ("d", "")]


def test_a_file_that_cannot_be_read_is_said_with_the_way_to_write_the_text(
    tmp_path: Path,
) -> None:
    (tmp_path / "picture").write_bytes(b"\xff\xfe")
    for word, reason in {"a=@none": "Write @@none", "a=@picture": "not UTF-8"}.items():
        with pytest.raises(RefusedValueError, match=reason):
            assignments([word], tmp_path)
    with pytest.raises(UsageError, match="one field only"):
        assignments(["a=-", "b=-"], tmp_path)


def test_a_value_has_a_size_that_is_said(tmp_path: Path) -> None:
    long = tmp_path / "long"
    long.write_bytes(b"x" * MOST)
    [taken] = assignments(["a=@long"], tmp_path)
    assert len(taken.text) == MOST
    with long.open("ab") as file:
        file.write(b"x")
    with pytest.raises(RefusedValueError, match=r"too long\. A value has at most 4 MB"):
        assignments(["a=@long"], tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_no_device_is_read(tmp_path: Path) -> None:
    for device in ("/dev/zero", "/dev/null"):
        with pytest.raises(RefusedValueError, match=f"{device} is neither a file nor a pipe"):
            assignments([f"a=@{device}"], tmp_path)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no pipes with a name here")
def test_a_pipe_is_read_as_a_file_is(tmp_path: Path) -> None:
    end, other = os.pipe()
    os.write(other, b"from a command\n")
    os.close(other)
    [taken] = assignments([f"a=@/dev/fd/{end}"], tmp_path)
    os.close(end)
    assert taken.text == "from a command"
