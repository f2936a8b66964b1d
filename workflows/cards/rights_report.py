"""What is held on one person, as values: the parts in the order in which they are given, each a list of rows.

Pure: everybody else is masked before it comes here. ``as_paper`` is the form in which it is printed; ``as_json`` the
same for another system, under keys that stay.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from texts import say
from workflows.cards.paper import Pairs, Paper, Paragraph, Part, Quote, Section, Subheading
from workflows.cards.words import date_and_time

FORMAT = "ruggespraak-inzage/1"
LISTED, AWAY, CASES, OWN, OTHERS, DOSSIER = "personeelslijst", "afwezig", "zaken", "eigen", "anderen", "dossier"
NOTICES, FILES, SEEN, EXPLAINED = "mededelingen", "bestanden", "ingezien", "toelichting"
SECTIONS = (LISTED, AWAY, CASES, OWN, OTHERS, DOSSIER, NOTICES, FILES, SEEN)
TEXT = "tekst"

Line = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Report:
    """``sections`` maps each part to its rows; ``name`` is of the person whom it is about."""

    name: str
    reference: str
    school: str
    made_by: str
    made_at: datetime
    sections: Mapping[str, tuple[Line, ...]]
    explained: tuple[str, ...]

    def count(self, section: str) -> int:
        return len(self.sections.get(section, ()))


def as_json(report: Report) -> str:
    """Return the report as JSON; keys may be added to it, and never get another name."""
    told = {
        "format": FORMAT,
        "over": report.name,
        "kenmerk": report.reference,
        "gemaakt": report.made_at.isoformat(),
        "gemaakt_door": report.made_by,
        "onderdelen": {key: [dict(row) for row in report.sections.get(key, ())] for key in SECTIONS},
        EXPLAINED: list(report.explained),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_paper(report: Report) -> Paper:
    """Return the report as a paper."""
    explained = Section(
        heading=say("rights.part_toelichting"), parts=tuple(Paragraph(text=one) for one in report.explained)
    )
    return Paper(
        kind="inzage",
        title=say("rights.paper_title"),
        number=report.reference,
        school=report.school,
        drawn_by=report.made_by,
        drawn_at=report.made_at,
        mark=say("rights.paper_mark"),
        pairs=(
            (say("rights.paper_about"), report.name),
            (say("rights.paper_reference"), report.reference),
            (say("rights.paper_made"), date_and_time(report.made_at)),
        ),
        sections=(explained, *(_section(report, key) for key in SECTIONS)),
    )


def _section(report: Report, key: str) -> Section:
    rows = report.sections.get(key, ())
    parts: list[Part] = [part for number, row in enumerate(rows, 1) for part in _row(number, row)]
    return Section(heading=say(f"rights.part_{key}"), parts=tuple(parts) or (Paragraph(text=say("rights.none")),))


def _row(number: int, row: Line) -> list[Part]:
    pairs = tuple((say(f"rights.label_{key}"), value) for key, value in row.items() if key != TEXT and value)
    quoted = [Quote(text=row[TEXT])] if row.get(TEXT) else []
    return [Subheading(text=say("rights.row", number=number)), Pairs(pairs=pairs), *quoted]
