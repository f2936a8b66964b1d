"""A case's timeline as a paper, and as pages of a form. It shows what it is given, oldest first."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from texts import say
from workflows.cards.case_paper import case_paper
from workflows.cards.elements import Button, Buttons, Divider, Form, FormElement, Note, Text
from workflows.cards.paper import Paper, Row, Rows, Section
from workflows.cards.timeline import Line
from workflows.cards.words import short
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case
from workflows.engine.protocol import Protocol

NAME = "timeline"
KIND = "tijdlijn"
PAGE = 25
_TEXT = 2500
_LONGEST = 400
_TITLE = 24


def timeline_paper(protocol: Protocol, case: Case, lines: tuple[Line, ...], drawn_by: str, now: datetime) -> Paper:
    """Return the whole timeline."""
    head = (say("timeline.when"), say("timeline.who"), say("timeline.what"))
    rows = Rows(head=head, rows=tuple(_row(one) for one in lines))
    section = Section(heading=say("timeline.heading"), parts=(rows,))
    return case_paper(protocol, case, KIND, (section,), drawn_by, now)


def timeline_form(case: Case, lines: tuple[Line, ...], until: int | None, links: Mapping[str, str]) -> Form:
    """Return one page of the timeline, the latest without *until*: the place of the line after the last one shown."""
    last = min(max(until, 0), len(lines)) if until is not None else len(lines)
    first = max(last - PAGE, 0)
    elements: list[FormElement] = [Note(text=_place(first, last, len(lines)))]
    for day, found in groupby(lines[first:last], key=lambda one: one.at.astimezone(AMSTERDAM).date()):
        elements.append(Text(text=f"{day:%d-%m-%Y}", strong=True))
        elements += [Text(text=text) for text in _chunks(tuple(found))]
    elements += [Divider(), *_buttons(case, first, last, len(lines)), *_links(links)]
    title = short(say("timeline.title", number=case.number), _TITLE)
    return Form(name=NAME, title=title, elements=tuple(elements), close=say("form.close"), context={"case": case.id})


def _row(line: Line) -> Row:
    local = line.at.astimezone(AMSTERDAM)
    return Row(
        at=f"{local:%d-%m-%Y}, {local.hour}.{local.minute:02d} uur",
        moment=local.isoformat(),
        who=line.who,
        what=line.what,
        detail=line.detail,
        type=line.type,
    )


def _place(first: int, last: int, total: int) -> str:
    return say("timeline.shown", first=first + 1, last=last, total=total) if total else say("timeline.empty")


def _chunks(lines: tuple[Line, ...]) -> list[str]:
    """The lines of one day in as few texts as fit: a chat product limits how many there are and how long each is."""
    texts: list[str] = []
    for one in lines:
        local = one.at.astimezone(AMSTERDAM)
        said = say(
            "timeline.line", time=f"{local.hour}.{local.minute:02d}", who=one.who, what=short(one.what, _LONGEST)
        )
        if texts and len(texts[-1]) + len(said) < _TEXT:
            texts[-1] += f"\n{said}"
        else:
            texts.append(said)
    return texts


def _buttons(case: Case, first: int, last: int, total: int) -> list[FormElement]:
    items = []
    if first > 0:
        items.append(Button(text=say("timeline.earlier"), action="timeline.page", value=f"{case.id}|{first}"))
    if last < total:
        until = min(last + PAGE, total)
        items.append(Button(text=say("timeline.later_page"), action="timeline.page", value=f"{case.id}|{until}"))
    items.append(Button(text=say("timeline.back"), action="case.view", value=case.id))
    return [Buttons(items=tuple(items))]


def _links(links: Mapping[str, str]) -> list[FormElement]:
    items = tuple(
        Button(text=say(f"timeline.{form}"), action="file.open", value=form, url=url) for form, url in links.items()
    )
    return [Buttons(items=items), Note(text=say("timeline.link_note"))] if items else []
