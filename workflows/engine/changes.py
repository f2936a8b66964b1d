"""What each action does by itself, before the case settles: who may, what must be filled in, what follows at once.

Every function takes a case and gives it back changed, with one line for the audit trail, or raises WorkflowError and
has changed nothing. It opens and lapses nothing that conditions decide: that is for ``settle``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflows.engine.actions import (
    Assign,
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
from workflows.engine.calendar import morning_of
from workflows.engine.case import Case, Round, Value
from workflows.engine.conditions import holds, is_fast
from workflows.engine.errors import (
    IncompleteError,
    NotAllowedError,
    StaleActionError,
    UnknownActionError,
)
from workflows.engine.known import known_facts, questions_for
from workflows.engine.person import Circle
from workflows.engine.policy import is_handler, may, may_set
from workflows.engine.poster import with_poster
from workflows.engine.protocol import Answer, Kind, Outcome, Protocol, Task, asked, outcomes
from workflows.engine.refusals import (
    CLOCK,
    check_allowed,
    check_bars,
    check_complete,
    check_duties,
    check_facts,
    check_fit,
    check_named,
    is_duty,
    with_facts,
)

WITHDRAWAL = "intrekking"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line for the audit trail: ids and keys only, never what people wrote.

    What is ``private`` says whom the case is about: of that only a keyed digest is kept, which dies with the case.
    """

    at: datetime
    actor: str
    type: str
    data: Mapping[str, str] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)


Changed = tuple[Case, Entry]


def start(protocol: Protocol, case: Case, action: Start, now: datetime, circle: Circle) -> Changed:
    """Set the facts of the intake and those that are known by themselves; some questions the protocol answers at once.

    What the melder handed in counts as the first round of the starting task.
    """
    kind = protocol.kinds[case.kind]
    known = known_facts(protocol, circle.people.get(action.actor), case.school)
    check_facts(protocol, action.facts, questions_for(protocol, (*kind.intake, *kind.more), known))
    facts = {**with_facts(case, known, CLOCK, now), **with_facts(case, action.facts, action.actor, now)}
    started = replace(case, rounds=_first_rounds(kind, action, now), facts=facts)
    started = with_poster(kind, started, now)
    check_fit(protocol, started, action.facts)
    data = {"soort": case.kind, "protocol": case.protocol}
    for key, answer in kind.answers.items():
        if holds(started.values, answer.when):
            ended = replace(_answered(started, answer, now), state="closed", closed_at=now)
            return ended, Entry(at=now, actor=action.actor, type="gestart", data=data | {"antwoord": key})
    return started, Entry(at=now, actor=action.actor, type="gestart", data=data)


def _first_rounds(kind: Kind, action: Start, now: datetime) -> tuple[Round, ...]:
    return tuple(
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


def _answered(case: Case, answer: Answer, now: datetime) -> Case:
    """What the protocol itself answers: the task ended so, with the rule on which that rests (UDE-R5b)."""
    ended = Round(
        task=answer.task,
        number=1,
        state="done",
        opened_at=now,
        ended_at=now,
        outcome=answer.outcome,
        by=CLOCK,
        answers={"artikel": answer.rule},
    )
    return replace(case, rounds=(*case.rounds, ended))


def finish(protocol: Protocol, case: Case, action: Finish, now: datetime, circle: Circle) -> Changed:
    """End an open round with an outcome, and do what that outcome says."""
    kind = protocol.kinds[case.kind]
    task = kind.tasks.get(action.task)
    if task is None or action.outcome not in outcomes(task):
        raise UnknownActionError(task=action.task, outcome=action.outcome)
    found = open_round(case, action)
    outcome = outcomes(task)[action.outcome]
    if action.actor != CLOCK:
        may(action.actor, "act", protocol, case, circle)
    check_allowed(case, found, task, outcome, action)
    check_facts(protocol, action.facts, asked(task, action.outcome))
    check_complete(protocol, task, action)
    check_bars(case, task, action)
    check_named(kind, case, action, circle)
    answers = {**action.answers, **{key: value for key, value in action.facts.items() if value}}
    ended = replace(found, state="done", outcome=action.outcome, by=action.actor, ended_at=now, answers=answers)
    facts = with_facts(case, {**action.facts, **outcome.sets}, action.actor, now)
    changed = replace(case, rounds=swap(case.rounds, ended), facts=facts)
    check_fit(protocol, changed, action.facts)
    check_duties(kind, case, changed, action.actor, circle)
    changed = with_poster(kind, changed, now)
    changed = _consequences(kind, changed, task, outcome, ended, now)
    data = {"taak": action.task, "ronde": str(found.number), "uitkomst": action.outcome}
    return changed, Entry(at=now, actor=action.actor, type="afgerond", data=data)


def correct(protocol: Protocol, case: Case, action: Correct, now: datetime, circle: Circle) -> Changed:
    """Fill facts in or put them right; a change of what was already said needs a reason.

    Who sees their own words only, the melder, fills in what nobody said yet: that it is about who handles it, say.
    """
    grant = may(action.actor, "correct", protocol, case, circle)
    if grant.only_author and any(key in case.facts for key in action.facts):
        raise NotAllowedError
    check_facts(protocol, action.facts, protocol.facts)
    known = [key for key in action.facts if key in case.facts and case.facts[key].value != action.facts[key]]
    if known and not action.reason:
        raise IncompleteError({"reden": "field.required"})
    if not all(may_set(protocol.facts[key], case, circle, action.actor) for key in action.facts):
        raise NotAllowedError
    corrected = replace(case, facts=with_facts(case, action.facts, action.actor, now))
    check_fit(protocol, corrected, action.facts)
    kind = protocol.kinds[case.kind]
    check_duties(kind, case, corrected, action.actor, circle)
    corrected = with_poster(kind, corrected, now)
    changed = {key: _shown(value) for key, value in action.facts.items()}
    private = {key: value for key, value in changed.items() if protocol.facts[key].type in ("person", "people")}
    data = {key: value for key, value in changed.items() if key not in private}
    return corrected, Entry(at=now, actor=action.actor, type="gecorrigeerd", data=data, private=private)


def plan(protocol: Protocol, case: Case, action: Plan, now: datetime, circle: Circle) -> Changed:
    """Open a discretionary task, such as a question to the melder."""
    may(action.actor, "ask", protocol, case, circle)
    return _planned(protocol.kinds[case.kind], case, action, now)


def withdraw(protocol: Protocol, case: Case, action: Withdraw, now: datetime, circle: Circle) -> Changed:
    """Take the report back at once, or ask a handler when someone has acted or the law wants something done."""
    may(action.actor, "withdraw", protocol, case, circle)
    kind = protocol.kinds[case.kind]
    entry = Entry(at=now, actor=action.actor, type="ingetrokken")
    if not _acted(kind, case) and not _duty_waits(kind, case) and not action.joined:
        return replace(case, state="withdrawn", closed_at=now), entry
    if WITHDRAWAL not in kind.tasks:
        raise NotAllowedError
    if any(found.task == WITHDRAWAL for found in case.open_rounds()):
        raise StaleActionError
    asking = Plan(actor=action.actor, task=WITHDRAWAL, answers=action.answers)
    changed, _ = _planned(kind, case, asking, now)
    return changed, replace(entry, type="intrekking_gevraagd")


def reopen(protocol: Protocol, case: Case, action: Reopen, now: datetime, circle: Circle) -> Changed:
    """Open an ended case again; its finished rounds stay as they are."""
    if case.state not in ("closed", "withdrawn"):
        raise StaleActionError
    may(action.actor, "reopen", protocol, case, circle)
    if not action.reason:
        raise IncompleteError({"reden": "field.required"})
    return replace(case, state="open", closed_at=None), Entry(at=now, actor=action.actor, type="heropend")


def merge(protocol: Protocol, case: Case, action: Merge, now: datetime, circle: Circle) -> Changed:
    """End this case because it goes on in another one; never what the law keeps apart."""
    may(action.actor, "merge", protocol, case, circle)
    kind = protocol.kinds[case.kind]
    if is_fast(case) or action.into == case.id:
        raise NotAllowedError
    if _duty_waits(kind, case):
        raise NotAllowedError("error.law_first")
    if _notice_runs(kind, case):
        raise NotAllowedError("error.lift_first")
    entry = Entry(at=now, actor=action.actor, type="samengevoegd", data={"met": action.into})
    return replace(case, state="merged", closed_at=now, merged_into=action.into), entry


def _planned(kind: Kind, case: Case, action: Plan, now: datetime) -> Changed:
    task = kind.tasks.get(action.task)
    if task is None or not task.discretionary:
        raise UnknownActionError(task=action.task)
    number = sum(1 for _ in case.rounds_of(action.task)) + 1
    opened = Round(task=action.task, number=number, opened_at=now, answers=dict(action.answers))
    entry = Entry(at=now, actor=action.actor, type="gevraagd", data={"taak": action.task, "ronde": str(number)})
    return replace(case, rounds=(*case.rounds, opened)), entry


def _consequences(kind: Kind, case: Case, task: Task, outcome: Outcome, ended: Round, now: datetime) -> Case:
    if outcome.reopens is not None:
        case = _open_again(case, outcome.reopens, now)
    if outcome.repeat_at is not None:
        case = _open_again(case, ended.task, now, due_at=_review(outcome.repeat_at, ended))
    if outcome.withdraws:
        if _duty_waits(kind, case):
            raise NotAllowedError("error.law_first")
        if _notice_runs(kind, case):
            raise NotAllowedError("error.lift_first")
        case = replace(case, state="withdrawn", closed_at=now)
    elif task.does == "close":
        case = replace(case, state="closed", closed_at=now)
    return case


def _review(key: str, ended: Round) -> datetime | None:
    """Return the moment at which a task comes back: the morning of the day that was answered."""
    try:
        return morning_of(date.fromisoformat(_shown(ended.answers.get(key, ""))))
    except ValueError as error:
        raise IncompleteError({key: "field.date"}) from error


def _open_again(case: Case, key: str, now: datetime, due_at: datetime | None = None) -> Case:
    latest = case.latest(key)
    if latest is not None and latest.state == "open":
        return case
    number = sum(1 for _ in case.rounds_of(key)) + 1
    again = Round(task=key, number=number, opened_at=now, due_at=due_at, person=latest.person if latest else "")
    return replace(case, rounds=(*case.rounds, again))


def _acted(kind: Kind, case: Case) -> bool:
    return any(found.state == "done" and not kind.tasks[found.task].starts for found in case.rounds)


def _notice_runs(kind: Kind, case: Case) -> bool:
    """True while a notice to all staff stands: who ends the case would leave nobody to lift it."""
    return any(kind.tasks[found.task].does == "lift" for found in case.open_rounds())


def _duty_waits(kind: Kind, case: Case) -> bool:
    """True while something stands open that may not vanish with the case: the law, the police, a call, a dossier."""
    return any(is_duty(kind, kind.tasks[found.task]) for found in case.open_rounds())


def open_round(case: Case, action: Finish | HandOn | Remind | Assign) -> Round:
    """Return the round that an action is about; StaleActionError says who was first."""
    found = case.round(action.task, action.number)
    if found is None:
        raise UnknownActionError(task=action.task)
    if found.state == "open":
        return found
    if action.actor not in (CLOCK, case.melder) and not is_handler(action.actor, case):
        raise NotAllowedError
    latest = case.latest(action.task)
    raise StaleActionError(
        "error.already_done" if found.by else "error.lapsed",
        by=found.by or "",
        at=found.ended_at.isoformat() if found.ended_at else "",
        outcome=found.outcome or "",
        task=action.task,
        round=str(latest.number if latest else 0),
    )


def swap(rounds: Iterable[Round], new: Round) -> tuple[Round, ...]:
    return tuple(new if found.key == new.key else found for found in rounds)


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else ";".join(value)
