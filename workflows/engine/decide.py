"""What an action does to a case: everything that changes a case's tasks or facts is decided here.

Theory of operation. A case is facts plus rounds of tasks. An action changes one of these; then ``settle`` opens and
lapses rounds until nothing moves, and routes every open round to people. Opening a round changes no fact, so one
pass over the tasks is enough except for the closing task, which is derived last: it stands open when no ``must``
does. The function is pure: ``now``, the calendar and the people come in, a Decision goes out, and an error
(``workflows.engine.errors``) says who can repair what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from workflows.engine.actions import (
    Action,
    Correct,
    Finish,
    HandOn,
    Merge,
    Plan,
    Remind,
    Reopen,
    Start,
    Withdraw,
)
from workflows.engine.calendar import Calendar
from workflows.engine.case import Assignee, Case, Fact, Round, Value
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError, UnknownActionError
from workflows.engine.protocol import Kind, Outcome, Protocol, Question, Task, asked, outcomes
from workflows.engine.route import Circle, holds_role, resolve, subjects
from workflows.engine.settle import settle

CLOCK = "klok"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line for the audit trail: ids and keys only, never what people wrote."""

    at: datetime
    actor: str
    type: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The case as it is now, what goes on record, and who is told what."""

    case: Case
    entries: tuple[Entry, ...]
    asked: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    informed: frozenset[str] = frozenset()
    released: frozenset[str] = frozenset()
    ended: bool = False


def decide(
    protocol: Protocol, case: Case, action: Action, now: datetime, calendar: Calendar, circle: Circle
) -> Decision:
    """Return what *action* does to *case* at *now*.

    ``asked`` maps a person to the rounds that are newly theirs, ``informed`` are people told for information,
    ``released`` those who no longer hold a round that they held. Raises WorkflowError.
    """
    kind = protocol.kinds[case.kind]
    if case.state != "open" and not isinstance(action, Reopen):
        raise StaleActionError("error.case_ended", number=case.number)
    changed, entry = _apply(protocol, kind, case, action, now, circle)
    settled = settle(kind, changed, now, calendar, circle)
    if not isinstance(action, Start):
        settled = replace(settled, version=case.version + 1)
    return _decision(kind, case, settled, (entry, *_movements(case, settled, now)), action, circle)


def _apply(
    protocol: Protocol, kind: Kind, case: Case, action: Action, now: datetime, circle: Circle
) -> tuple[Case, Entry]:
    match action:
        case Start():
            return _start(kind, case, action, now)
        case Finish():
            return _finish(protocol, kind, case, action, now)
        case Correct():
            return _correct(protocol, case, action, now, circle)
        case Plan():
            return _plan(kind, case, action, now)
        case HandOn() | Remind():
            return _late(kind, case, action, now)
        case Withdraw():
            return _withdraw(kind, case, action, now)
        case Reopen():
            return _reopen(kind, case, action, now)
        case Merge():
            return _merge(case, action, now)


def _start(kind: Kind, case: Case, action: Start, now: datetime) -> tuple[Case, Entry]:
    rounds = tuple(
        Round(
            task=key,
            number=1,
            state="done",
            opened_at=now,
            ended_at=now,
            outcome=next(iter(outcomes(task))),
            by=action.actor,
            answers=action.answers,
        )
        for key, task in kind.tasks.items()
        if task.starts
    )
    entry = Entry(at=now, actor=action.actor, type="gestart", data={"soort": case.kind, "protocol": case.protocol})
    return replace(case, rounds=rounds, facts=_facts(case, action.facts, action.actor, now)), entry


def _finish(protocol: Protocol, kind: Kind, case: Case, action: Finish, now: datetime) -> tuple[Case, Entry]:
    task = kind.tasks.get(action.task)
    if task is None or action.outcome not in outcomes(task):
        raise UnknownActionError(task=action.task, outcome=action.outcome)
    found = _open_round(case, action)
    outcome = outcomes(task)[action.outcome]
    _check_allowed(case, found, task, outcome, action.actor)
    _check_complete(protocol, task, action)
    ended = replace(
        found, state="done", outcome=action.outcome, by=action.actor, ended_at=now, answers=dict(action.answers)
    )
    facts = _facts(case, {**action.facts, **outcome.sets}, action.actor, now)
    changed = replace(case, rounds=_swap(case.rounds, ended), facts=facts, owner=outcome.owner or case.owner)
    data = {"taak": action.task, "ronde": str(found.number), "uitkomst": action.outcome}
    changed = _consequences(changed, task, outcome, ended, now)
    return changed, Entry(at=now, actor=action.actor, type="afgerond", data=data)


def _consequences(case: Case, task: Task, outcome: Outcome, ended: Round, now: datetime) -> Case:
    if outcome.reopens is not None:
        case = _open_again(case, outcome.reopens, now)
    if outcome.repeat_at is not None:
        case = _open_again(case, ended.task, now)
    if outcome.withdraws:
        case = replace(case, state="withdrawn", closed_at=now)
    elif task.does == "close":
        case = replace(case, state="closed", closed_at=now)
    return case


def _correct(protocol: Protocol, case: Case, action: Correct, now: datetime, circle: Circle) -> tuple[Case, Entry]:
    unknown = [key for key in action.facts if key not in protocol.facts]
    if unknown:
        raise UnknownActionError(fact=unknown[0])
    known = [key for key in action.facts if key in case.facts and case.facts[key].value != action.facts[key]]
    if known and not action.reason:
        raise IncompleteError({"reden": "field.required"})
    if not all(may_set(protocol.facts[key], case, circle, action.actor) for key in action.facts):
        raise NotAllowedError
    facts = _facts(case, action.facts, action.actor, now)
    changed = {key: _shown(value) for key, value in action.facts.items()}
    return replace(case, facts=facts), Entry(at=now, actor=action.actor, type="gecorrigeerd", data=changed)


def _plan(kind: Kind, case: Case, action: Plan, now: datetime) -> tuple[Case, Entry]:
    task = kind.tasks.get(action.task)
    if task is None or not task.discretionary:
        raise UnknownActionError(task=action.task)
    number = sum(1 for _ in case.rounds_of(action.task)) + 1
    opened = Round(task=action.task, number=number, opened_at=now, answers=dict(action.answers))
    entry = Entry(at=now, actor=action.actor, type="gevraagd", data={"taak": action.task, "ronde": str(number)})
    return replace(case, rounds=(*case.rounds, opened)), entry


def _late(kind: Kind, case: Case, action: HandOn | Remind, now: datetime) -> tuple[Case, Entry]:
    found = _open_round(case, action)
    data = {"taak": action.task, "ronde": str(action.number)}
    if isinstance(action, Remind):
        return case, Entry(at=now, actor=CLOCK, type="herinnerd", data=data)
    passed = tuple({*found.passed, *(assignee.person for assignee in found.assignees)})
    handed = replace(found, passed=passed, late_at=None)
    return replace(case, rounds=_swap(case.rounds, handed)), Entry(at=now, actor=CLOCK, type="doorgegeven", data=data)


def _withdraw(kind: Kind, case: Case, action: Withdraw, now: datetime) -> tuple[Case, Entry]:
    if action.actor != case.melder:
        raise NotAllowedError
    entry = Entry(at=now, actor=action.actor, type="ingetrokken")
    if not _acted(kind, case):
        return replace(case, state="withdrawn", closed_at=now), entry
    plan = Plan(actor=action.actor, task="intrekking", answers=action.answers)
    changed, _ = _plan(kind, case, plan, now)
    return changed, replace(entry, type="intrekking_gevraagd")


def _acted(kind: Kind, case: Case) -> bool:
    return any(found.state == "done" and not kind.tasks[found.task].starts for found in case.rounds)


def _reopen(kind: Kind, case: Case, action: Reopen, now: datetime) -> tuple[Case, Entry]:
    if case.state not in ("closed", "withdrawn"):
        raise StaleActionError
    rounds = tuple(
        replace(found, state="lapsed") if kind.tasks[found.task].does == "close" else found for found in case.rounds
    )
    entry = Entry(at=now, actor=action.actor, type="heropend")
    return replace(case, state="open", closed_at=None, rounds=rounds), entry


def _merge(case: Case, action: Merge, now: datetime) -> tuple[Case, Entry]:
    entry = Entry(at=now, actor=action.actor, type="samengevoegd", data={"met": action.into})
    return replace(case, state="merged", closed_at=now, merged_into=action.into), entry


def _open_round(case: Case, action: Finish | HandOn | Remind) -> Round:
    found = case.round(action.task, action.number)
    if found is None:
        raise UnknownActionError(task=action.task)
    if found.state != "open":
        latest = case.latest(action.task)
        raise StaleActionError(
            "error.already_done" if found.by else "error.lapsed",
            by=found.by or "",
            at=found.ended_at.isoformat() if found.ended_at else "",
            outcome=found.outcome or "",
            task=action.task,
            round=str(latest.number if latest else 0),
        )
    return found


def _check_allowed(case: Case, found: Round, task: Task, outcome: Outcome, actor: str) -> None:
    if actor == CLOCK:
        return
    if outcome.clock_only or not found.holds(actor):
        raise NotAllowedError
    if (task.who != "melder" and actor in subjects(case)) or (task.decides and actor == case.melder):
        raise NotAllowedError


def _check_complete(protocol: Protocol, task: Task, action: Finish) -> None:
    missing = {
        key: "field.required"
        for key in asked(task, action.outcome)
        if protocol.question(key).required and not action.facts.get(key) and not action.answers.get(key)
    }
    if missing and action.actor != CLOCK:
        raise IncompleteError(missing)


def _facts(case: Case, values: Mapping[str, Value], by: str, now: datetime) -> dict[str, Fact]:
    new = {key: Fact(value=value, by=by, at=now) for key, value in values.items() if value}
    cleared = {key for key, value in values.items() if not value}
    return {key: fact for key, fact in {**case.facts, **new}.items() if key not in cleared}


def _swap(rounds: Iterable[Round], new: Round) -> tuple[Round, ...]:
    return tuple(new if found.key == new.key else found for found in rounds)


def _open_again(case: Case, key: str, now: datetime) -> Case:
    number = sum(1 for _ in case.rounds_of(key)) + 1
    return replace(case, rounds=(*case.rounds, Round(task=key, number=number, opened_at=now)))


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else ";".join(value)


def _movements(before: Case, after: Case, now: datetime) -> tuple[Entry, ...]:
    """Return one entry for each round that the action opened or lapsed by itself."""
    old = {found.key: found.state for found in before.rounds}
    moved = []
    for found in after.rounds:
        data = {"taak": found.task, "ronde": str(found.number)}
        if found.state == "open" and found.key not in old:
            people = ";".join(assignee.person for assignee in found.assignees)
            moved.append(Entry(at=now, actor=CLOCK, type="geopend", data=data | {"gevraagd": people}))
        elif found.state == "lapsed" and old.get(found.key) == "open":
            moved.append(Entry(at=now, actor=CLOCK, type="vervallen", data=data))
    return tuple(moved)


def _decision(
    kind: Kind, before: Case, after: Case, entries: tuple[Entry, ...], action: Action, circle: Circle
) -> Decision:
    held_before, held_now = _held(before), _held(after)
    newly = {
        person: tuple(sorted(rounds - held_before.get(person, frozenset())))
        for person, rounds in held_now.items()
        if rounds - held_before.get(person, frozenset())
    }
    released = frozenset(p for p, rounds in held_before.items() if rounds - held_now.get(p, frozenset()))
    informed = _informed(kind, before, after, circle) - set(held_now) - {action.actor}
    ended = after.state != "open" and before.state == "open"
    return Decision(case=after, entries=entries, asked=newly, informed=informed, released=released, ended=ended)


def _held(case: Case) -> dict[str, frozenset[tuple[str, int]]]:
    held: dict[str, set[tuple[str, int]]] = {}
    for found in case.open_rounds():
        for assignee in found.assignees:
            held.setdefault(assignee.person, set()).add(found.key)
    return {person: frozenset(rounds) for person, rounds in held.items()}


def _informed(kind: Kind, before: Case, after: Case, circle: Circle) -> frozenset[str]:
    """Return who is told for information of the rounds that just opened, never the people it is about."""
    old = {found.key for found in before.rounds}
    roles = [role for found in after.open_rounds() if found.key not in old for role in kind.tasks[found.task].informs]
    people: tuple[Assignee, ...] = tuple(a for role in roles for a in resolve(role, after, circle))
    return frozenset(assignee.person for assignee in people) - subjects(after) - {after.melder}


def may_set(question: Question, case: Case, circle: Circle, actor: str) -> bool:
    """True when the protocol lets this person set the fact: the people it is about never, except what they report."""
    if actor in subjects(case) and actor != case.melder:
        return False
    return any(holds_role(case, circle, actor, role) for role in question.set_by)
