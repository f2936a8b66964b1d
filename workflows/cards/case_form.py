"""A case in a modal: the content on top, then what this person can decide, then the rest.

Pure: everything that may be shown comes in, already granted. Buttons carry ids only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from texts import say
from workflows.cards.changes import changed_lines
from workflows.cards.elements import (
    Button,
    Buttons,
    Confirm,
    Divider,
    Element,
    Facts,
    Form,
    FormElement,
    Heading,
    Note,
    Progress,
    Quote,
    Text,
)
from workflows.cards.questions import value_label
from workflows.cards.words import kind_label, left, moment, outcome_name, reason, task_name
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case, Round
from workflows.engine.protocol import SELF, URGENT, Protocol, asked, outcome_label, outcomes, question_label

_HISTORY = 12


@dataclass(frozen=True, kw_only=True)
class Written:
    """One piece of granted content: what a question was answered with."""

    key: str
    task: str
    number: int
    author: str
    at: datetime
    text: str
    id: str = ""
    url: str = ""
    note: str = ""
    is_file: bool = False


@dataclass(frozen=True, kw_only=True)
class Running:
    """A notice of this case and how far it has come."""

    id: str
    text: str
    read: int
    total: int
    failed: int
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseSight:
    """Everything about a case that this viewer may see now."""

    protocol: Protocol
    case: Case
    viewer: str
    names: Mapping[str, str]
    now: datetime
    written: tuple[Written, ...] = ()
    similar: tuple[tuple[str, str], ...] = ()
    merged: tuple[str, ...] = ()
    notices: tuple[Running, ...] = ()
    verbs: frozenset[str] = field(default_factory=frozenset)
    handles: bool = False


def case_form(sight: CaseSight, said: str = "") -> Form:
    """Return the case as this viewer sees it; ``said`` is the result of what they just did."""
    elements: list[FormElement] = [Text(text=said, strong=True)] if said else []
    elements += [*_head(sight), *_content(sight), *_revision(sight), *_notices(sight)]
    elements += _tasks(sight)
    elements += [*_similar(sight), *_others(sight), *_history(sight), *_actions(sight)]
    title = say("case.title", number=sight.case.number)
    return Form(
        name="case", title=title, elements=tuple(elements), close=say("form.close"), context={"case": sight.case.id}
    )


def _head(sight: CaseSight) -> list[Element]:
    case = sight.case
    pairs = [
        (say("label.kind"), kind_label(sight.protocol, case)),
        (say("label.state"), say(f"state.{case.state}")),
        (say("label.melder"), sight.names.get(case.melder, say("words.somebody"))),
        (say("label.created"), moment(case.created_at, sight.now)),
    ]
    if case.fact(URGENT) == "ja":
        pairs.append((say("label.urgent"), say("words.urgent")))
    elements: list[Element] = [Facts(pairs=tuple(pairs))]
    if case.fact("plaatser") == SELF and not sight.handles:
        elements.append(Note(text=say("case.about_you")))
    return elements


def _content(sight: CaseSight) -> list[Element]:
    """What was reported or asked: the intake, then what was added since, and what handlers wrote to the melder."""
    elements: list[Element] = []
    latest = max((one.number for one in sight.written if one.key == "tekst"), default=0)
    for one in sight.written:
        to_melder = not sight.handles and one.author != sight.viewer
        if not one.task or to_melder or (one.key == "tekst" and one.number == latest):
            elements += _shown(sight, one)
    if sight.handles or sight.viewer == sight.case.melder:
        elements += _facts(sight)
    return elements


def _shown(sight: CaseSight, one: Written) -> list[Element]:
    label = (
        say("case.added", name=sight.names.get(one.author, say("words.somebody"))) if one.key == "aanvulling" else ""
    )
    if not label:
        label = question_label(one.key, sight.protocol.question(one.key)) if _known(sight, one.key) else one.key
    if one.is_file:
        note = [Note(text=one.note)] if one.note else []
        if not one.url:
            return [Text(text=say("case.file_waiting", name=one.text)), *note]
        button = Button(text=say("case.file"), action="file.open", value=one.id, url=one.url)
        return [Text(text=say("case.file_name", name=one.text)), Buttons(items=(button,)), *note]
    return [Text(text=label, strong=True), Quote(text=one.text)]


def _known(sight: CaseSight, key: str) -> bool:
    return key in sight.protocol.facts or key in sight.protocol.fields


def _facts(sight: CaseSight) -> list[Element]:
    pairs = tuple(
        (question_label(key, sight.protocol.facts[key]), value_label(sight.protocol, key, fact.value, sight.names))
        for key, fact in sight.case.facts.items()
        if key in sight.protocol.facts and key != URGENT and (sight.handles or fact.by == sight.viewer)
    )
    return [Facts(pairs=pairs)] if pairs else []


def _revision(sight: CaseSight) -> list[Element]:
    """A new revision of a text shows what changed since the one before."""
    texts = sorted((one for one in sight.written if one.key == "tekst"), key=lambda one: one.number)
    if len(texts) < 2:
        return []
    lines = changed_lines(texts[-2].text, texts[-1].text)
    return [
        Text(text=say("case.revision", number=texts[-1].number), strong=True),
        *(Quote(text=line) for line in lines[:10]),
    ]


def _notices(sight: CaseSight) -> list[Element]:
    elements: list[Element] = []
    for notice in sight.notices:
        elements.append(Text(text=say(f"notice.{notice.state}"), strong=True))
        elements.append(Progress(done=notice.read, total=notice.total, label=progress_label(notice)))
    return elements


def progress_label(notice: Running) -> str:
    """Return how many have read a notice, and whether some could not be reached."""
    text = say("notice.read_count", read=notice.read, total=notice.total)
    return text + (" " + say("notice.failed_count", count=notice.failed) if notice.failed else "")


def _tasks(sight: CaseSight) -> list[Element]:
    elements: list[Element] = []
    mine = [found for found in sight.case.open_rounds() if found.holds(sight.viewer)]
    for found in sorted(mine, key=lambda one: _order(sight, one)):
        elements += [Divider(), *_task(sight, found)]
    return elements


def _order(sight: CaseSight, found: Round) -> tuple[bool, bool, datetime]:
    """What is due first stands on top, closing always last."""
    closes = sight.protocol.task(sight.case.kind, found.task).does == "close"
    return closes, found.due_at is None, found.due_at or found.opened_at


def _task(sight: CaseSight, found: Round) -> list[Element]:
    protocol, case = sight.protocol, sight.case
    task = protocol.task(case.kind, found.task)
    elements: list[Element] = [
        Heading(text=task_name(protocol, case, found.task)),
        Note(text=left(found.due_at, sight.now)),
    ]
    if task.help:
        elements.append(Text(text=task.help))
    elements += [Quote(text=one.text) for one in _asked_in(sight, found)]
    rules = [f"{article.ref}: {article.text}" for rule in task.cite if (article := protocol.articles.get(rule))]
    elements += [Note(text=rule) for rule in rules[:4]]
    today = sight.now.astimezone(AMSTERDAM).date()
    why = [
        who
        for who in found.assignees
        if who.person == sight.viewer and who.reason not in ("route.role", "route.melder")
    ]
    elements += [Note(text=reason(protocol, who, today)) for who in why]
    return [*elements, Buttons(items=tuple(_outcome_buttons(sight, found)))]


def _asked_in(sight: CaseSight, found: Round) -> Iterable[Written]:
    """The question itself, for a task that somebody opened with words of their own."""
    return (one for one in sight.written if (one.task, one.number) == found.key and found.state == "open")


def _outcome_buttons(sight: CaseSight, found: Round) -> Iterable[Button]:
    task = sight.protocol.task(sight.case.kind, found.task)
    for key, outcome in outcomes(task).items():
        if outcome.clock_only:
            continue
        value = f"{sight.case.id}|{found.task}|{found.number}|{key}"
        text = outcome_label(key, outcome)
        if task.does in ("notice", "lift") and key in task.outcomes:
            yield Button(text=text, action="notice.compose", value=value.rsplit("|", 1)[0], style="primary")
        else:
            confirm = None if asked(task, key) or outcome.style == "primary" else _sure(text)
            yield Button(text=text, action="task.outcome", value=value, style=outcome.style, confirm=confirm)


def _sure(text: str) -> Confirm:
    return Confirm(
        title=say("confirm.title"),
        text=say("confirm.outcome", outcome=text),
        yes=say("confirm.yes"),
        no=say("confirm.no"),
    )


def _similar(sight: CaseSight) -> list[Element]:
    if not sight.similar:
        return []
    elements: list[Element] = [Divider(), Text(text=say("case.similar"), strong=True)]
    for case_id, number in sight.similar:
        confirm = Confirm(
            title=say("confirm.title"),
            text=say("confirm.merge", number=number, into=sight.case.number),
            yes=say("case.merge"),
            no=say("confirm.no"),
        )
        value = f"{sight.case.id}|{case_id}"
        items = (Button(text=say("case.merge_one", number=number), action="case.merge", value=value, confirm=confirm),)
        elements.append(Buttons(items=items))
    return elements


def _others(sight: CaseSight) -> list[Element]:
    """What waits for somebody else."""
    if not (sight.handles or sight.viewer == sight.case.melder):
        return []
    lines = []
    for found in sight.case.open_rounds():
        if not found.holds(sight.viewer) and found.assignees:
            people = ", ".join(sight.names.get(who.person, say("words.somebody")) for who in found.assignees)
            task = task_name(sight.protocol, sight.case, found.task) if sight.handles else say("case.being_handled")
            lines.append(say("case.waits", task=task, people=people))
    unique = list(dict.fromkeys(lines))
    return [Divider(), *(Note(text=line) for line in unique[:8])] if unique else []


def _history(sight: CaseSight) -> list[Element]:
    if not sight.handles:
        return []
    done = sorted(
        (one for one in sight.case.rounds if one.state == "done" and one.by),
        key=lambda one: one.ended_at or one.opened_at,
    )
    elements: list[Element] = []
    for found in done[-_HISTORY:]:
        elements.append(Note(text=_history_line(sight, found)))
        elements += [Quote(text=one.text) for one in sight.written if _written_in(one, found)]
    elements += [Note(text=say("case.merged_here", number=number)) for number in sight.merged]
    return [Divider(), Text(text=say("case.history"), strong=True), *elements] if elements else []


def _written_in(one: Written, found: Round) -> bool:
    return (one.task, one.number) == found.key and one.key != "tekst" and not one.is_file


def _history_line(sight: CaseSight, found: Round) -> str:
    return say(
        "case.done",
        task=task_name(sight.protocol, sight.case, found.task),
        outcome=outcome_name(sight.protocol, sight.case, found),
        name=sight.names.get(found.by or "", say("words.clock")),
        moment=moment(found.ended_at or found.opened_at, sight.now),
    )


def _actions(sight: CaseSight) -> list[Element]:
    labels = [
        ("add", "case.add", "action.add"),
        ("ask", "case.ask", "action.ask"),
        ("correct", "case.correct", "action.correct"),
        ("withdraw", "case.withdraw", "action.withdraw"),
        ("reopen", "case.reopen", "action.reopen"),
    ]
    items = tuple(
        Button(text=say(text), action=action, value=sight.case.id)
        for verb, action, text in labels
        if verb in sight.verbs
    )
    return [Divider(), Buttons(items=items)] if items else []
