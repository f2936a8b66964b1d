"""What a viewer can decide in a case: each task with its term, its rules, who is phoned, its outcomes as buttons."""

from collections.abc import Iterable
from datetime import datetime

from texts import say
from workflows.cards.case_sight import HANDED, CaseSight, Handed, Written
from workflows.cards.elements import Button, Buttons, Confirm, Divider, Element, Heading, Note, Quote, Text
from workflows.cards.rules import rules_at
from workflows.cards.term import explained
from workflows.cards.why import to_you
from workflows.cards.words import in_order, left, moment, task_name
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Round
from workflows.engine.conditions import bars_of
from workflows.engine.contact import next_open
from workflows.engine.entrust import ENTRUSTED
from workflows.engine.policy import is_caretaker
from workflows.engine.protocol import (
    NOT_POSSIBLE,
    URGENT,
    Outcome,
    Protocol,
    Task,
    asked,
    outcome_label,
    outcomes,
    sends,
)

_LAW = "X-"


def tasks_of(sight: CaseSight) -> list[Element]:
    """Return everything that this viewer can end now, what is due first on top."""
    elements: list[Element] = []
    mine = (found for found in sight.case.open_rounds() if found.holds(sight.viewer))
    for found in in_order(sight.protocol, sight.case, mine):
        elements += [Divider(), *_task(sight, found)]
    return elements


def _task(sight: CaseSight, found: Round) -> list[Element]:
    protocol, case = sight.protocol, sight.case
    task = protocol.task(case.kind, found.task)
    elements: list[Element] = [Heading(text=task_name(protocol, case, found.task))]
    elements += _why(sight, found)
    elements += [Note(text="\n".join(lines)) for lines in [_term(sight, found, task)] if lines]
    if is_caretaker(sight.viewer, case):
        return elements
    if task.help:
        elements.append(Text(text=task.help))
    helped = [
        say("outcome.help", outcome=outcome_label(key, end), help=end.help)
        for key, end in _offered(sight, found, task)
        if end.help
    ]
    elements += [Note(text="\n".join(helped))] if helped else []
    elements += _contact(sight, task)
    elements += [Quote(text=one.text) for one in _asked_in(sight, found)]
    elements += [Note(text=rule) for rule in _rules(protocol, task)]
    elements += [Note(text=rule) for rule in rules_at(protocol, f"{case.kind}.{found.task}", case.values)]
    elements += [Note(text=say("outcome.barred", text=text)) for text in _bars(sight, task)]
    return [*elements, Buttons(items=tuple(_outcome_buttons(sight, found)))]


def _why(sight: CaseSight, found: Round) -> list[Element]:
    """Why this came to the viewer; what a colleague wrote when handing it over stands below it."""
    today = sight.now.astimezone(AMSTERDAM).date()
    mine = [one for one in found.assignees if one.person == sight.viewer]
    lines = [to_you(sight.protocol, sight.case, found, one, sight.names, today) for one in mine]
    elements: list[Element] = [Note(text=line) for line in dict.fromkeys(lines)]
    if not any(one.reason == ENTRUSTED for one in mine):
        return elements
    handed = [one for one in sight.handed if (one.task, one.number) == found.key and one.reason]
    return [*elements, *(part for one in handed[-1:] for part in reason_of(one))]


def reason_of(handed: Handed) -> list[Element]:
    """Return the reason that somebody wrote for handing a task over."""
    return [Note(text=say("case.handed_reason")), Quote(text=handed.reason)]


def _term(sight: CaseSight, found: Round, task: Task) -> list[str]:
    """Until when there is time, and how that was counted; a day that somebody chose was not counted."""
    if found.due_at is None:
        return []
    late, term = found.due_at < sight.now, left(found.due_at, sight.now)
    line = term[:1].upper() + term[1:] if late else say("case.term", term=term)
    if found.number > 1 and any(one.repeat_at for one in outcomes(task).values()):
        return [line]
    start = _term_start(sight, found, task)
    counted = explained(sight.calendar, start, found.due_at, sight.now, urgent=_was_urgent(sight, found))
    return [line, say("case.term_counted", counted=counted)]


def _term_start(sight: CaseSight, found: Round, task: Task) -> datetime:
    """A term begins when it is asked; for who must be phoned, when somebody picks up (X-3)."""
    contact = sight.protocol.contacts.get(task.calls or "")
    return next_open(contact, sight.calendar, found.opened_at) if contact else found.opened_at


def _was_urgent(sight: CaseSight, found: Round) -> bool:
    """True when the case had ``spoed`` already as the term began: setting it later does not count anew."""
    fact = sight.case.facts.get(URGENT)
    return fact is not None and fact.value == "ja" and fact.at <= found.opened_at


def _contact(sight: CaseSight, task: Task) -> list[Element]:
    """Who is phoned, at what number, and whether somebody picks up now or when (X-3)."""
    contact = sight.protocol.contacts.get(task.calls or "")
    opens = sight.open_at.get(task.calls or "")
    if contact is None or opens is None:
        return []
    line = say("contact.line", label=contact.label, phone=contact.phone)
    when = say("contact.now") if opens <= sight.now else say("contact.later", moment=moment(opens, sight.now))
    return [Text(text=line, strong=True), Note(text=when)]


def _bars(sight: CaseSight, task: Task) -> list[str]:
    """Why some outcomes are not offered now."""
    texts = (bar.text for end in outcomes(task) for bar in bars_of(sight.case, task, end))
    return list(dict.fromkeys(texts))


def _rules(protocol: Protocol, task: Task) -> list[str]:
    """The first rule that a task rests on in its own words, the others by name; the law always in full."""
    cited = [(rule, protocol.articles[rule]) for rule in task.cite if rule in protocol.articles]
    full = [article for place, (rule, article) in enumerate(cited) if place == 0 or rule.startswith(_LAW)]
    others = dict.fromkeys(article.ref for _, article in cited)
    also = [ref for ref in others if ref not in {article.ref for article in full}]
    lines = [f"{article.ref}: {article.text}" for article in full]
    return [*lines, say("case.rules_too", rules=", ".join(also))] if also else lines


def _asked_in(sight: CaseSight, found: Round) -> Iterable[Written]:
    """The question itself, for a task that somebody opened with words of their own."""
    asked_for = (one for one in sight.written if one.key != HANDED and found.state == "open")
    return (one for one in asked_for if (one.task, one.number) == found.key)


def _offered(sight: CaseSight, found: Round, task: Task) -> list[tuple[str, Outcome]]:
    """The ways in which a person can end this task now."""
    return [
        (key, outcome)
        for key, outcome in outcomes(task).items()
        if not (outcome.clock_only or bars_of(sight.case, task, key))
        and (found.person in ("", sight.viewer) or key == NOT_POSSIBLE)
    ]


def _outcome_buttons(sight: CaseSight, found: Round) -> Iterable[Button]:
    task = sight.protocol.task(sight.case.kind, found.task)
    for key, outcome in _offered(sight, found, task):
        value = f"{sight.case.id}|{found.task}|{found.number}|{key}"
        text = outcome_label(key, outcome)
        name = task_name(sight.protocol, sight.case, found.task)
        hint = say("outcome.hint", outcome=text, task=name) if name != text else ""
        if key == sends(task):
            value = value.rsplit("|", 1)[0]
            yield Button(text=text, action="notice.compose", value=value, style="primary", hint=hint)
            if task.does == "lift":
                yield Button(text=say("notice.correct"), action="notice.correct", value=value)
        else:
            confirm = None if asked(task, key) or outcome.style == "primary" else _sure(text)
            yield Button(text=text, action="task.outcome", value=value, style=outcome.style, confirm=confirm, hint=hint)


def _sure(text: str) -> Confirm:
    return Confirm(
        title=say("confirm.title"),
        text=say("confirm.outcome", outcome=text),
        yes=say("confirm.yes"),
        no=say("confirm.no"),
    )
