"""The overview of a working day: what merely waits for one person. A message holds pointers, never content."""

from datetime import datetime

from texts import say
from workflows.cards.elements import Button, Buttons, Card, Element, Heading, Note, Text
from workflows.cards.home_card import TaskLine
from workflows.cards.words import with_term

_MOST = 10


def digest_card(waiting: list[TaskLine], now: datetime) -> Card:
    """Return what waits, in the order in which it is given, with one button for each case."""
    late = sum(1 for line in waiting if line.due_at is not None and line.due_at < now)
    title = say("digest.title")
    lines = [_line(line, now) for line in waiting[:_MOST]]
    elements: list[Element] = [Heading(text=title)]
    elements += [Note(text=say("digest.late", count=late))] if late else []
    shown: set[str] = set()
    for line, text in zip(waiting, lines, strict=False):
        elements.append(Text(text=text))
        elements += [_button(line)] if line.case_id not in shown else []
        shown.add(line.case_id)
    elements += [Note(text=say("digest.more"))] if len(waiting) > _MOST else []
    elements.append(Note(text=say("digest.foot")))
    return Card(text="\n".join([title, *lines]), elements=tuple(elements))


def _line(line: TaskLine, now: datetime) -> str:
    urgent = say("home.urgent") if line.urgent else ""
    text = say("digest.line", number=line.number, urgent=urgent, task=line.task)
    return with_term(text, line.due_at, now)


def _button(line: TaskLine) -> Buttons:
    text = say("home.view", number=line.number)
    return Buttons(items=(Button(text=text, action="case.view", value=line.case_id),))
