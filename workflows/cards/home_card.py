"""App Home: report, ask, what waits for me, my cases and the running notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from texts import say
from workflows.cards.case_form import progress_label
from workflows.cards.case_sight import Running
from workflows.cards.elements import Button, Buttons, Card, Divider, Element, Heading, Note, Progress, Text
from workflows.cards.words import with_term


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One thing that waits for this person."""

    case_id: str
    number: str
    task: str
    due_at: datetime | None
    urgent: bool


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case that this person started."""

    case_id: str
    number: str
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class HomeSight:
    """All that a home page shows; ``starts`` are kind and label of what this person may start."""

    name: str
    starts: tuple[tuple[str, str], ...]
    waiting: tuple[TaskLine, ...]
    mine: tuple[CaseLine, ...]
    notices: tuple[tuple[Running, bool], ...]
    now: datetime
    unlisted: bool = False
    protocol: str = ""


def told_card(sentence: str) -> Card:
    """Return a page that only says something."""
    return Card(text=sentence, elements=(Text(text=sentence),))


def home_card(sight: HomeSight) -> Card:
    """Return the home page of one person."""
    elements: list[Element] = [Heading(text=say("home.hello", name=sight.name.split(" ")[0]))]
    if sight.unlisted:
        elements.append(Text(text=say("home.unlisted"), strong=True))
    elements.append(Buttons(items=tuple(_start(kind, label) for kind, label in sight.starts)))
    elements += [*_notices(sight), *_waiting(sight), *_mine(sight)]
    elements.append(Note(text=say("home.foot", protocol=sight.protocol)))
    return Card(text=say("home.title"), elements=tuple(elements))


def _start(kind: str, label: str) -> Button:
    return Button(text=label, action="start", value=kind, style="primary" if kind == "ontsporing" else "")


def _notices(sight: HomeSight) -> list[Element]:
    elements: list[Element] = []
    for notice, is_sender in sight.notices:
        elements += [Divider(), Text(text=say("home.notice"), strong=True), Text(text=notice.text)]
        if is_sender:
            elements.append(Progress(done=notice.read, total=notice.total, label=progress_label(notice)))
            button = Button(text=say("notice.details"), action="notice.status", value=notice.id)
            elements.append(Buttons(items=(button,)))
    return elements


def _waiting(sight: HomeSight) -> list[Element]:
    if not sight.waiting:
        return [Divider(), Text(text=say("home.nothing"))]
    elements: list[Element] = [Divider(), Heading(text=say("home.waiting", count=len(sight.waiting)))]
    for lines in _by_case(sight.waiting)[:15]:
        first = lines[0]
        urgent = say("home.urgent") if first.urgent else ""
        tasks = [with_term(line.task, line.due_at, sight.now) for line in lines]
        button = Button(text=say("home.view", number=first.number), action="case.view", value=first.case_id)
        elements += [
            Text(text=say("home.waits", number=first.number, urgent=urgent), strong=True),
            Text(text="\n".join(say("card.one_of_more", task=task) for task in tasks) if len(tasks) > 1 else tasks[0]),
            Buttons(items=(button,)),
        ]
    return elements


def _by_case(waiting: Iterable[TaskLine]) -> list[list[TaskLine]]:
    """Several things that wait in one case stand together, above one button."""
    found: dict[str, list[TaskLine]] = {}
    for line in waiting:
        found.setdefault(line.case_id, []).append(line)
    return list(found.values())


def _mine(sight: HomeSight) -> list[Element]:
    if not sight.mine:
        return []
    elements: list[Element] = [Divider(), Heading(text=say("home.mine"))]
    for line in sight.mine:
        text = say("home.case", number=line.number, kind=line.kind, state=say(f"state.{line.state}"))
        button = Button(text=say("home.view", number=line.number), action="case.view", value=line.case_id)
        elements += [Text(text=text), Buttons(items=(button,))]
    return elements
