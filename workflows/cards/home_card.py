"""App Home: report, ask, what waits for me, my cases and the running notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from texts import say
from workflows.cards.case_sight import Running
from workflows.cards.elements import Button, Buttons, Card, Divider, Element, Heading, Note, Text
from workflows.cards.leave_form import LeaveSight, leave_section
from workflows.cards.notice_cards import details, read_button
from workflows.cards.notice_progress import progress
from workflows.cards.words import left, moment, with_term

MOST = 15
_NEVER = datetime.max.replace(tzinfo=UTC)

_ROOM = 88  # of the 100 blocks of a page; the help of /ruggespraak adds figures to it
_FEWEST, _PER_CASE = 5, 3  # what waits is cut shorter for what else must stand on the page, to five cases
_LEAVE, _AROUND = 12, 3  # days away with one's own; what stands around the cases that wait


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One thing that waits for this person; ``left`` is the time until its term ends, in words."""

    case_id: str
    number: str
    task: str
    due_at: datetime | None
    urgent: bool
    since: datetime | None = None
    left: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case that this person started."""

    case_id: str
    number: str
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What a list leaves out: how many, the number of the first, and whether there are even more than that."""

    count: int
    number: str
    beyond: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """A notice that runs; ``asks`` is whether this person still has to confirm, ``running`` is for who steers it."""

    id: str
    text: str
    asks: bool = False
    read_at: datetime | None = None
    running: Running | None = None


@dataclass(frozen=True, kw_only=True)
class HomeSight:
    """All that a home page shows; ``starts`` are kind and label of what this person may start.

    ``handable`` are the cases in which they may hand something over, ``beyond`` is whether even more waits, and
    ``rest`` is what they started and ``mine`` leaves out.
    """

    name: str
    starts: tuple[tuple[str, str], ...]
    waiting: tuple[TaskLine, ...]
    mine: tuple[CaseLine, ...]
    notices: tuple[NoticeLine, ...]
    now: datetime
    unlisted: bool = False
    protocol: str = ""
    leave: LeaveSight | None = None
    handable: frozenset[str] = frozenset()
    answers_requests: bool = False
    beyond: bool = False
    rest: Rest | None = None


def told_card(sentence: str) -> Card:
    """Return a page that only says something."""
    return Card(text=sentence, elements=(Text(text=sentence),))


def home_card(sight: HomeSight) -> Card:
    """Return the home page of one person."""
    elements: list[Element] = [Heading(text=say("home.hello", name=sight.name.split(" ")[0]))]
    if sight.unlisted:
        elements.append(Text(text=say("home.unlisted"), strong=True))
    if sight.leave and sight.leave.away:
        elements.append(Text(text=sight.leave.away, strong=True))
    elements.append(Buttons(items=tuple(_start(kind, label) for kind, label in sight.starts)))
    elements += _notices(sight)
    below = [*_mine(sight), *_requests(sight)]
    room = _ROOM - len(elements) - len(below) - _AROUND - (_LEAVE if sight.leave else 0)
    elements += [*_waiting(sight, max(_FEWEST, min(MOST, room // _PER_CASE))), *below]
    elements += leave_section(sight.leave, _ROOM - len(elements)) if sight.leave else []
    elements.append(Note(text=say("home.foot", protocol=sight.protocol)))
    return Card(text=say("home.title"), elements=tuple(elements))


def _start(kind: str, label: str) -> Button:
    return Button(text=label, action="start", value=kind, style="primary" if kind == "ontsporing" else "")


def _notices(sight: HomeSight) -> list[Element]:
    elements: list[Element] = []
    for one in sight.notices:
        elements += [Divider(), Text(text=say("home.notice"), strong=True), Text(text=one.text)]
        if one.read_at is not None:
            elements.append(Note(text=say("notice.you_read", moment=moment(one.read_at, sight.now))))
        elif one.asks:
            elements.append(read_button(f"{one.id}|home"))
        if one.running is not None:
            elements.append(progress(one.running, sight.now))
            button = Button(text=details(one.running), action="notice.status", value=one.id)
            elements.append(Buttons(items=(button,)))
    return elements


def _waiting(sight: HomeSight, most: int) -> list[Element]:
    if not sight.waiting:
        return [Divider(), Text(text=say("home.nothing"))]
    count = _counted(len(sight.waiting), beyond=sight.beyond)
    elements: list[Element] = [Divider(), Heading(text=say("home.waiting", count=count))]
    cases = _by_case(sight.waiting)
    for lines in cases[:most]:
        elements += _waits(sight, lines)
    left_out = [line for lines in cases[most:] for line in lines]
    if left_out:
        rest = Rest(count=len(left_out), number=left_out[0].number, beyond=sight.beyond)
        elements.append(_rest("home.more_waiting", rest))
    return elements


def _waits(sight: HomeSight, lines: list[TaskLine]) -> list[Element]:
    """What waits in one case."""
    first = lines[0]
    urgent = say("home.urgent") if first.urgent else ""
    tasks = [_timed(line, sight.now) for line in lines]
    return [
        Text(text=say("home.waits", number=first.number, urgent=urgent), strong=True),
        Text(text="\n".join(say("card.one_of_more", task=task) for task in tasks) if len(tasks) > 1 else tasks[0]),
        Buttons(items=tuple(_case_buttons(sight, first))),
    ]


def _rest(key: str, rest: Rest) -> Note:
    """Say that a list goes on, and how to reach what it leaves out."""
    return Note(text=say(key, count=_counted(rest.count, beyond=rest.beyond), number=rest.number))


def _counted(count: int, *, beyond: bool) -> str:
    return say("home.more_than", count=count) if beyond else str(count)


def _case_buttons(sight: HomeSight, line: TaskLine) -> list[Button]:
    buttons = [Button(text=say("home.view", number=line.number), action="case.view", value=line.case_id)]
    if line.case_id in sight.handable:
        hint = say("home.hand_over", number=line.number)
        buttons.append(Button(text=say("action.hand_over"), action="case.hand_over", value=line.case_id, hint=hint))
    return buttons


def _timed(line: TaskLine, now: datetime) -> str:
    """A thing to do, until when there is time and how much that still is; or since when it is too late."""
    if line.due_at is None or not line.left:
        return with_term(line.task, line.due_at, now)
    until = say("left.and_until", until=left(line.due_at, now), left=line.left)
    return say("words.with_term", text=line.task, term=line.left if line.due_at < now else until)


def most_urgent_first(lines: Iterable[TaskLine], now: datetime) -> list[TaskLine]:
    """Return what has ``spoed`` on top, then what is too late, then what is due first."""

    def place(line: TaskLine) -> tuple[bool, bool, datetime]:
        late = line.due_at is not None and line.due_at < now
        return not line.urgent, not late, line.due_at or _NEVER

    return sorted(lines, key=place)


def _by_case(waiting: Iterable[TaskLine]) -> list[list[TaskLine]]:
    """Several things that wait in one case stand together, above one button."""
    found: dict[str, list[TaskLine]] = {}
    for line in waiting:
        found.setdefault(line.case_id, []).append(line)
    return list(found.values())


def _requests(sight: HomeSight) -> list[Element]:
    """For who answers somebody who asks what is held on them."""
    if not sight.answers_requests:
        return []
    button = Button(text=say("home.rights"), action="rights.ask")
    return [Divider(), Text(text=say("home.rights_lead")), Buttons(items=(button,))]


def _mine(sight: HomeSight) -> list[Element]:
    if not sight.mine:
        return []
    elements: list[Element] = [Divider(), Heading(text=say("home.mine"))]
    for line in sight.mine:
        text = say("home.case", number=line.number, kind=line.kind, state=say(f"state.{line.state}"))
        button = Button(text=say("home.view", number=line.number), action="case.view", value=line.case_id)
        elements += [Text(text=text), Buttons(items=(button,))]
    return [*elements, _rest("home.more_mine", sight.rest)] if sight.rest else elements
