"""Rich text as Webflow gives it: every kind of block, and the noise that its editor leaves behind.

What is drawn does not depend on the language: a text in another one has the same blocks, and says
the same in them.
"""

import random
from collections.abc import Sequence

from wfdesk.practice.magazine.media import TEXT_PICTURES, photograph, url_of
from wfdesk.practice.magazine.words.wording import Words

_BAKING = 14
"""The place of that step among them all."""
_ALIGNS = ("fullwidth", "center", "normal", "floatleft", "floatright")
_SPACERS = ('<p id="">\u200d</p>', "<p></p>", "<p><br></p>", "<p><strong><br></strong></p>")
_EMBEDS = (
    "<table><tr><th>°C</th><th>min</th></tr><tr><td>230</td><td>25</td></tr></table>",
    "<div class=timer>40:00</div>\n<script>\n  if (40 > 0) window.timer('dough');\n</script>",
    "<style>.crumb { color: #c8553d }</style><p class=crumb>&lt;FLOUR> + H<sub>2</sub>O</p>",
    "<pre><code>flour: 500\nwater: 320  # 64 %\nsalt: 10</code></pre>",
)


def method(rng: random.Random, words: Words, number: int) -> str:
    """How something is baked. Each number has kinds of blocks that others have not."""
    ingredients = _in_order(rng, words.ingredients, 5, always=0)
    steps = _in_order(rng, words.steps, 5 + number % 3, always=_BAKING)
    parts = [
        f"<p>{_said(rng, words.notes, 2)}</p>",
        f'<h2 id="">{words.needed}</h2>' if number % 2 else f"<h2>{words.needed}</h2>",
        _list("ul", ingredients, noisy=number % 3 == 0),
        f"<h3>{words.made}</h3>",
    ]
    if number % 4 == 3:
        parts += [f"<p>{escaped(step)}</p>" for step in steps]
    else:
        parts.append(_list("ol", steps, noisy=number % 5 == 0))
    parts += _seldom(rng, words, number)
    return "".join(parts)


def story(rng: random.Random, words: Words, place: int, number: int) -> str:
    """What is to be told of a place."""
    roads = [escaped(line.format(place=words.places[place])) for line in rng.sample(words.roads, 8)]
    heading = rng.choice(words.headings)
    parts = [
        f'<p id="">{roads[0]} {roads[1]}</p>',
        f"<p>{roads[2]} <em>{roads[3]}</em></p>",
        _shown(f"story-{number % TEXT_PICTURES}", "fullwidth", words),
        f"<h2>{heading}</h2><p>{roads[4]}<br>{roads[5]}</p>",
        f"<blockquote>{rng.choice(words.sayings)}</blockquote>",
        f"<p>{roads[6]} <strong>{roads[7]}</strong></p>",
    ]
    return "".join(parts + _seldom(rng, words, number))


def life(rng: random.Random, words: Words) -> str:
    lines = [escaped(line) for line in rng.sample(words.lives, 3)]
    return f"<p>{lines[0]}</p><p>{lines[1]}&nbsp;{lines[2]}</p>"


def _seldom(rng: random.Random, words: Words, number: int) -> list[str]:
    """Blocks that only some texts have."""
    parts = []
    if number % 2 == 0:
        parts.append(_shown(f"method-{number % TEXT_PICTURES}", rng.choice(_ALIGNS), words))
    if number % 3 == 0:
        parts.append(f"<blockquote>{rng.choice(words.sayings)}</blockquote>")
        parts.append(_SPACERS[number // 3 % len(_SPACERS)])
    if number % 4 == 0:
        link = "https://crumb-and-compass.example/stories/bread"
        parts.append(
            f'<p>{words.more}: <a href="{link}" target="_blank">crumb-and-compass.example</a>.</p>'
        )
    if number % 5 == 0:
        parts.append(
            f"<h4>{rng.choice(words.headings)}</h4><p>{_said(rng, words.notes, 3)}<br></p>"
        )
    if number % 6 == 0:
        embed = _EMBEDS[number // 6 % len(_EMBEDS)]
        parts.append(f"<div data-rt-embed-type='true'>{embed}</div>")
    if number % 7 == 0:
        parts.append(_video(76979871 + number % 8))
    if number % 8 == 0:
        note = escaped(rng.choice(words.notes)).replace(" ", "\u00a0", 1)
        parts.append(f"<p><code>T65</code>&nbsp;{note}</p>")
    return parts


def _shown(name: str, align: str, words: Words) -> str:
    """A picture with what is on it, or with who took it where nobody has said so."""
    return figure(name, align, photograph(name).said(words.tag) or words.credit)


def figure(name: str, align: str, caption: str, alt: str | None = "__wf_reserved_inherit") -> str:
    """A picture with words below it. Without *alt* it has no such attribute."""
    described = "" if alt is None else f' alt="{alt}"'
    return (
        f'<figure class="w-richtext-figure-type-image w-richtext-align-{align}"'
        f' style="max-width:960px" data-rt-type="image" data-rt-align="{align}"'
        f' data-rt-max-width="960px"><div><img src="{url_of(name)}"'
        f'{described} loading="lazy" width="auto" height="auto"></div>'
        f"<figcaption>{escaped(caption)}</figcaption></figure>"
    )


def _video(number: int) -> str:
    return (
        '<figure class="w-richtext-figure-type-video w-richtext-align-fullwidth"'
        ' style="padding-bottom:56.2%" data-rt-type="video" data-rt-align="fullwidth"'
        ' data-rt-max-width="" data-rt-max-height="56.2%" data-rt-dimensions="854:480"'
        f' data-page-url="https://vimeo.com/{number}?h=1&autoplay=0"><div>'
        f'<iframe src="https://player.vimeo.com/video/{number}" title="Vimeo" scrolling="no"'
        ' frameborder="0" allowfullscreen="true"></iframe></div></figure>'
    )


def _list(tag: str, lines: Sequence[str], *, noisy: bool) -> str:
    mark, start = (' id=""', ' start=""' if tag == "ol" else "") if noisy else ("", "")
    entries = "".join(f"<li{mark}>{escaped(line)}</li>" for line in lines)
    return f'<{tag}{mark}{start} role="list">{entries}</{tag}>'


def _in_order(rng: random.Random, lines: Sequence[str], count: int, *, always: int) -> list[str]:
    """Some of the lines, as they follow each other; one of them is never missing."""
    others = [place for place in range(len(lines)) if place != always]
    return [lines[place] for place in sorted([always, *rng.sample(others, count - 1)])]


def _said(rng: random.Random, lines: Sequence[str], count: int) -> str:
    return " ".join(escaped(line) for line in rng.sample(lines, count))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
