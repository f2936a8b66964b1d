"""A paper that leaves the app, free of any form: what it says, in which order. It loads and draws nothing.

``workflows.papers`` prints it as PDF; ``as_json`` is the same paper for another system, under keys that stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

FORMAT = "ruggespraak-stuk/1"
Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Words of the app."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Subheading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Short labels with what they stand for."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words that a person wrote, literally."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that happened: when (``at`` for people, ``moment`` for systems), who, and what."""

    at: str
    moment: str
    who: str
    what: str
    detail: str = ""
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What happened, oldest first."""

    head: tuple[str, str, str]
    rows: tuple[Row, ...]


Part = Paragraph | Subheading | Pairs | Quote | Rows


@dataclass(frozen=True, kw_only=True)
class Section:
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """``kind`` names what sort of paper it is; ``drawn_at`` is the only moment that a print of it holds."""

    kind: str
    title: str
    number: str
    school: str
    drawn_by: str
    drawn_at: datetime
    mark: str
    pairs: tuple[Pair, ...]
    sections: tuple[Section, ...]


def as_json(paper: Paper) -> dict[str, Any]:
    """Return the paper as plain values; keys may be added to it, and never get another name."""
    return {
        "format": FORMAT,
        "kind": paper.kind,
        "title": paper.title,
        "number": paper.number,
        "school": paper.school,
        "mark": paper.mark,
        "drawn_up": {"by": paper.drawn_by, "at": paper.drawn_at.isoformat()},
        "pairs": _pairs(paper.pairs),
        "sections": [{"heading": one.heading, "parts": [_part(part) for part in one.parts]} for one in paper.sections],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Pairs():
            return {"type": "pairs", "pairs": _pairs(part.pairs)}
        case Rows():
            return {"type": "rows", "head": list(part.head), "rows": [{**vars(row)} for row in part.rows]}
        case Paragraph() | Subheading() | Quote():
            return {"type": type(part).__name__.lower(), "text": part.text}


def _pairs(pairs: tuple[Pair, ...]) -> list[Mapping[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs]
