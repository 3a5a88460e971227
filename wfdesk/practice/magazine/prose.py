"""Paragraphs and rich text, drawn once for each seed and then used again and again."""

import random
from dataclasses import dataclass

from wfdesk.practice.magazine.media import image
from wfdesk.practice.magazine.words import HEADINGS, SENTENCES

_POOL = 120


@dataclass(frozen=True, slots=True)
class Prose:
    """Texts of one language."""

    lines: list[str]
    paragraphs: list[str]
    rich: list[str]


def prose_of(rng: random.Random, language: str) -> Prose:
    sentences = SENTENCES[language]
    paragraphs = [" ".join(rng.sample(sentences, 2 + n % 3)) for n in range(_POOL)]
    rich = [_rich(rng, language, paragraphs, n) for n in range(_POOL)]
    return Prose(list(sentences), paragraphs, rich)


def _rich(rng: random.Random, language: str, paragraphs: list[str], number: int) -> str:
    escaped = [text.replace("&", "&amp;") for text in paragraphs]
    heading = rng.choice(HEADINGS[language])
    parts = [f'<p id="">{rng.choice(escaped)}</p>', f"<h2>{heading}</h2>"]
    parts.append(f"<p><strong>{rng.choice(escaped)}</strong> <em>{rng.choice(escaped)}</em></p>")
    if number % 3 == 0:
        listed = "".join(f"<li>{rng.choice(escaped)}</li>" for _ in range(3))
        parts.append(f'<ul role="list">{listed}</ul>')
    if number % 4 == 0:
        parts.append(_figure(f"method-{number % 12}"))
    if number % 5 == 0:
        parts.append(f"<blockquote>{rng.choice(escaped)}</blockquote><p>\u200d</p>")
    if number % 7 == 0:
        parts.append("<div data-rt-embed-type='true'><table><tr><td>180 °C</td></tr></table></div>")
    if number % 6 == 0:
        parts.append('<p>More: <a href="https://example.com/bread" target="_blank">bread</a>.</p>')
    return "".join(parts)


def _figure(name: str) -> str:
    return (
        '<figure class="w-richtext-figure-type-image w-richtext-align-fullwidth"'
        ' style="max-width:960px" data-rt-type="image" data-rt-align="fullwidth"'
        f' data-rt-max-width="960px"><div><img src="{image(name)["url"]}"'
        ' alt="__wf_reserved_inherit" loading="lazy"></div>'
        "<figcaption>In the bakery</figcaption></figure>"
    )
