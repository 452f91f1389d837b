"""One HTML page that needs nothing else: no script, no picture, no font, no address."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from app.export.base import EXPORTS, ExportedConversation, ExportFormat
from app.i18n import _
from app.model.corpus import Turn
from app.store.tags_read import Tagging

_HUES = (210, 25, 140, 280, 50, 185, 330, 95, 250, 0)
"""Speakers get these colours in the order in which they first appear in a conversation."""
_DEEPEST = 8

_STYLE = """
:root { color-scheme: light dark;
  --paper: #fbfbfa; --ink: #1d1d1f; --faint: #6b6b70; --card: #fff; --l: 38%; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #17181a; --ink: #e6e6e8; --faint: #9a9aa0; --card: #202225; --l: 72%; }
}
body { background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.25rem; overflow-wrap: anywhere; }
.source, .where { color: var(--faint); font-size: 0.8rem; overflow-wrap: anywhere; }
article { background: var(--card); border-inline-start: 3px solid hsl(var(--hue) 60% var(--l));
  border-radius: 4px; margin: 0.6rem 0; margin-inline-start: calc(var(--depth, 0) * 1.4rem);
  padding: 0.45rem 0.8rem; content-visibility: auto; contain-intrinsic-size: auto 5rem; }
article b { color: hsl(var(--hue) 60% var(--l)); overflow-wrap: anywhere; }
article p { margin: 0.15rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.tag { border: 1px solid; border-radius: 0.7em; color: hsl(var(--tag) 50% var(--l));
  font-size: 0.75rem; margin-inline-start: 0.4rem; padding: 0 0.5em; overflow-wrap: anywhere; }
.note { border-inline-start: 2px solid var(--faint); color: var(--faint); font-size: 0.85rem;
  margin: 0.3rem 0 0; padding-inline-start: 0.6rem; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { article { break-inside: avoid; } }
"""
_COLOURS = "".join(f".s{number} {{ --hue: {hue}; }}\n" for number, hue in enumerate(_HUES))
_TAG_HUES = {
    "red": 0, "orange": 25, "yellow": 45, "green": 130, "teal": 180, "blue": 215, "purple": 280,
}  # fmt: skip
_TAGS = "".join(f".c-{name} {{ --tag: {hue}; }}\n" for name, hue in _TAG_HUES.items())
_DEPTHS = "".join(f".d{depth} {{ --depth: {depth}; }}\n" for depth in range(1, _DEEPEST + 1))

_HEAD = f"""<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parlance</title>
<style>{_STYLE}{_COLOURS}{_TAGS}{_DEPTHS}</style>
</head>
<body>
<main>
"""


@EXPORTS.register("html")
class Html(ExportFormat):
    """Every text escaped, colours by speaker, light or dark as the reader's system is; replies are
    indented under what they answer (deeper than eight levels no further)."""

    name = "html"
    title = _("Web page (HTML)")
    extension = ".html"

    def head(self) -> str:
        """Everything up to the first conversation."""
        return _HEAD

    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:  # noqa: ARG002 - the form has no numbers
        """One section; the number of the conversation does not matter."""
        speakers: dict[str, int] = {}
        yield f'<section>\n<h2 dir="auto">{escape(exported.heading)}</h2>\n'
        source = escape(exported.conversation.transcript)
        yield f'<div class="source">{source}{_chips(exported.taggings)}</div>\n'
        yield _notes(exported.taggings)
        for turn, depth in exported.threaded_turns():
            colour = speakers.setdefault(turn.speaker, len(speakers)) % len(_HUES)
            yield _article(turn, colour, min(depth, _DEEPEST), exported.taggings_of(turn))
        yield "</section>\n"

    def tail(self) -> str:
        """Everything after the last conversation."""
        return "</main>\n</body>\n</html>\n"


def _article(turn: Turn, colour: int, depth: int, taggings: Sequence[Tagging]) -> str:
    indent = f" d{depth}" if depth else ""
    time = f' · <time datetime="{escape(turn.time)}">{escape(turn.time)}</time>' if turn.time else ""
    return (
        f'<article class="s{colour}{indent}"><b dir="auto">{escape(turn.speaker)}</b>'
        f' <span class="where">#{turn.index}{time}</span>{_chips(taggings)}'
        f'<p dir="auto">{escape(turn.text)}</p>{_notes(taggings)}</article>\n'
    )


def _chips(taggings: Sequence[Tagging]) -> str:
    """The tags, each with the words that it stands on; grey ones have the colour of what is beside."""
    chips = []
    for one in taggings:
        if one.tag:
            colour = f" c-{one.colour}" if one.colour in _TAG_HUES else ""
            words = f"{one.tag} “{one.quote}”" if one.quote else one.tag
            memo = f' title="{escape(one.memo)}"' if one.memo else ""
            chips.append(f'<span class="tag{colour}" dir="auto"{memo}>{escape(words)}</span>')
    return "".join(chips)


def _notes(taggings: Sequence[Tagging]) -> str:
    return "".join(f'<div class="note" dir="auto">{escape(one.note)}</div>\n' for one in taggings if one.note)


def escape(text: str) -> str:
    """Text that stands for itself inside an element or a quoted attribute."""
    return html.escape(text, quote=True).replace("\r", "&#13;")
