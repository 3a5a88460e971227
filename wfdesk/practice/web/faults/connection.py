"""Faults of the connection: cut, cut short, slow, or not there at all."""

from functools import partial

from wfdesk.practice.web.answer import WITHOUT_A_BODY, Answer, Delivery, whole
from wfdesk.practice.web.connections import Line
from wfdesk.practice.web.faults.struck import Ask, Disturb, Met, Stage
from wfdesk.practice.web.said import Said
from wfdesk.practice.web.waits import Waits

_NOISE = b"\x16\x03\x01 this is not HTTP\r\n\r\n"
_MOST_PIECES = 10_000


def reset_before(_said: Said, _stage: Stage) -> Disturb:
    """Resets the connection; the request is not done."""

    async def disturb(_met: Met, _ask: Ask) -> Answer:
        return hung_up()

    return disturb


def reset_after(_said: Said, _stage: Stage) -> Disturb:
    """Resets the connection when the request is done; its answer is lost."""
    return _delivered(_reset)


def truncated(said: Said, _stage: Stage) -> Disturb:
    """Sends half of the answer's body and closes the connection; the request is done.

    `framing` says what was promised: "length" (the whole Content-Length), "chunked" (a last chunk)
    or "close" (nothing: the body goes on until the connection ends). An answer without a body ends
    in the middle of its head.
    """
    halves = {"length": _half_of_length, "chunked": _half_in_chunks, "close": _half_unframed}
    return _delivered(partial(_cut, halves[said.one_of("framing", halves, "length")]))


def slow(said: Said, stage: Stage) -> Disturb:
    """Lets the body of the answer drip in `pieces` (20) over `seconds` (1); the request is done."""
    seconds, pieces = said.seconds(1), said.whole("pieces", 20, 1, _MOST_PIECES)
    return _delivered(partial(_drip, stage.waits, seconds, pieces))


def close(said: Said, _stage: Stage) -> Disturb:
    """Closes the connection after the answer; with `announced` true the answer has said so."""
    is_announced = said.flag("announced", otherwise=False)

    async def disturb(_met: Met, ask: Ask) -> Answer:
        answer = await ask()
        if is_announced:
            answer.headers["Connection"] = "close"
        else:
            answer.deliver = _whole_and_close
        return answer

    return disturb


def not_http(_said: Said, _stage: Stage) -> Disturb:
    """Answers with bytes that are no HTTP; the request is done."""
    return _delivered(_babble)


def down(said: Said, stage: Stage) -> Disturb:
    """Resets the connection, and every other to the API, and refuses new ones for `seconds` (1).

    The request is not done. A connection that /control was asked through stays: with `seconds` null
    a release through it ends the outage.
    """
    seconds = said.seconds_or_never(1)

    async def disturb(_met: Met, _ask: Ask) -> Answer:
        stage.shut(seconds)
        return hung_up()

    return disturb


def hung_up() -> Answer:
    """No answer at all."""
    return Answer(0, deliver=_reset)


def _delivered(deliver: Delivery) -> Disturb:
    async def disturb(_met: Met, ask: Ask) -> Answer:
        answer = await ask()
        answer.deliver = deliver
        return answer

    return disturb


async def _reset(line: Line, _answer: Answer) -> None:
    await line.reset()


async def _whole_and_close(line: Line, answer: Answer) -> None:
    await whole(line, answer)
    await line.close()


async def _cut(send_half: Delivery, line: Line, answer: Answer) -> None:
    if _is_bare(answer):
        line.raw(_head(answer)[:-20])
    else:
        await send_half(line, answer)
    await line.close()


async def _half_of_length(line: Line, answer: Answer) -> None:
    await line.head(answer.status, answer.headers, len(answer.body))
    await line.body(_half(answer), more=True)


async def _half_in_chunks(line: Line, answer: Answer) -> None:
    await line.head(answer.status, answer.headers, None)
    await line.body(_half(answer), more=True)


async def _half_unframed(line: Line, answer: Answer) -> None:
    line.raw(_head(answer) + _half(answer))


async def _drip(waits: Waits, seconds: float, pieces: int, line: Line, answer: Answer) -> None:
    body = b"" if _is_bare(answer) else answer.body
    await line.head(answer.status, answer.headers, None if _is_bare(answer) else len(body))
    size = max(1, -(-len(body) // pieces))
    for start in range(0, len(body), size):
        await waits.wait(seconds / pieces)
        await line.body(body[start : start + size], more=True)
    await line.body(b"", more=False)


async def _babble(line: Line, _answer: Answer) -> None:
    line.raw(_NOISE)
    await line.close()


def _head(answer: Answer) -> bytes:
    """The head as it stands on the wire, without a word on where the body ends."""
    lines = [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\r\n".join([f"HTTP/1.1 {answer.status} ", *lines, "Connection: close", "", ""]).encode()


def _half(answer: Answer) -> bytes:
    return answer.body[: len(answer.body) // 2]


def _is_bare(answer: Answer) -> bool:
    return answer.status in WITHOUT_A_BODY
