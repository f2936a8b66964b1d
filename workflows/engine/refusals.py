"""What is refused, whoever tries: an answer that was not asked, one that is missing, one that a rule excludes.

Every function raises WorkflowError and changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from workflows.engine.actions import Finish
from workflows.engine.case import Case, Fact, Round, Value
from workflows.engine.conditions import bars_of, holds, read_by, stands
from workflows.engine.errors import BarredError, IncompleteError, NotAllowedError, UnknownActionError
from workflows.engine.part import BOARD_ROLES
from workflows.engine.person import Circle
from workflows.engine.protocol import MELDER, NOT_POSSIBLE, Each, Kind, Outcome, Protocol, Question, Task, asked
from workflows.engine.roles import has_role, subjects

CLOCK = "klok"


def check_allowed(case: Case, found: Round, task: Task, outcome: Outcome, action: Finish) -> None:
    """Refuse who does not hold the round, and judges in their own matter."""
    if action.actor == CLOCK:
        if action.outcome != task.late:
            raise NotAllowedError
        return
    if outcome.clock_only or not found.holds(action.actor):
        raise NotAllowedError
    if found.person and found.person != action.actor and action.outcome != NOT_POSSIBLE:
        raise NotAllowedError  # what one person promises or reports, nobody else does for them
    if (task.who != MELDER and action.actor in subjects(case)) or (task.decides and action.actor == case.melder):
        raise NotAllowedError


def check_facts(protocol: Protocol, facts: Mapping[str, Value], allowed: Iterable[str]) -> None:
    """Only facts that were asked, and only values that they can have: anything else is an edited payload."""
    names = set(allowed)
    for key, value in facts.items():
        question = protocol.facts.get(key)
        if question is None or key not in names:
            raise UnknownActionError(fact=key)
        if question.of and not {*((value,) if isinstance(value, str) else value)} - {""} <= set(question.of):
            raise UnknownActionError(fact=key)


def check_fit(protocol: Protocol, case: Case, given: Iterable[str]) -> None:
    """An option that the other answers exclude cannot be chosen, nor stay when one of these is changed."""
    changed = set(given)
    touched = [key for key, question in protocol.facts.items() if key in changed or _reads(question, changed)]
    wrong = {key: "field.excluded" for key in touched if _excluded(protocol.facts[key], case, key)}
    if wrong:
        raise IncompleteError(wrong)


def _reads(question: Question, facts: set[str]) -> bool:
    return any(facts & set(condition) for condition in question.excluded.values())


def _excluded(question: Question, case: Case, key: str) -> bool:
    chosen = case.facts[key].values if key in case.facts else ()
    return any(one in chosen and holds(case.values, condition) for one, condition in question.excluded.items())


def check_bars(case: Case, task: Task, action: Finish) -> None:
    """Refuse an end that a rule takes away now; the answers that are given with it count, they may lift the bar."""
    now_held = replace(case, facts={**case.facts, **with_facts(case, action.facts, action.actor, case.created_at)})
    bars = bars_of(now_held, task, action.outcome)
    if bars and action.actor != CLOCK:
        raise BarredError(text=bars[0].text)


def check_duties(kind: Kind, before: Case, after: Case, actor: str, circle: Circle) -> None:
    """Refuse an answer that would make a duty to the law or the police vanish; only the board takes that back."""
    if any(has_role(before, circle, actor, role) for role in BOARD_ROLES) or actor == CLOCK:
        return
    standing = {found.task for found in before.open_rounds() if _of_law(kind, kind.tasks[found.task])}
    facts = {name for key in standing for name in _facts_under(kind, key)}
    taken = [name for name in facts if name in before.facts and before.facts[name].value != _value(after, name)]
    if taken and not all(stands(kind, after, key) for key in standing):
        raise NotAllowedError("error.duty_stands")


def check_named(kind: Kind, case: Case, action: Finish, circle: Circle) -> None:
    """Refuse to name somebody of each of whom a task is asked, when they may not do it."""
    fields = {task.who.each for task in kind.tasks.values() if isinstance(task.who, Each)}
    barred = subjects(case) | {case.melder}
    for key in fields & set(action.answers):
        value = action.answers[key]
        for person in (value,) if isinstance(value, str) else value:
            known = circle.people.get(person)
            if person in barred or known is None or not known.active:
                raise IncompleteError({key: "field.person_involved"})


def is_duty(kind: Kind, task: Task) -> bool:
    """True for what may not vanish with the case: the law, the police and its confirmation, a call, a dossier."""
    return _of_law(kind, task) or task.holds or task.calls is not None or task.does.startswith("dossier_")


def _of_law(kind: Kind, task: Task) -> bool:
    read = [kind.tasks[name] for name in task.when if name in kind.tasks]
    return task.law or task.police or (task.who == "bestuur" and any(one.law or one.police for one in read))


def _facts_under(kind: Kind, key: str) -> set[str]:
    """The facts that a task reads, itself or through the tasks that it reads."""
    found: set[str] = set()
    for name in read_by(kind.tasks[key]):
        found |= _facts_under(kind, name) if name in kind.tasks and name != key else {name}
    return found


def _value(case: Case, name: str) -> Value | None:
    return case.facts[name].value if name in case.facts else None


def check_complete(protocol: Protocol, task: Task, action: Finish) -> None:
    """Refuse an end of which a required answer is missing; the clock answers nothing."""
    missing = {
        key: "field.required"
        for key in asked(task, action.outcome)
        if protocol.question(key).required and not action.facts.get(key) and not action.answers.get(key)
    }
    if missing and action.actor != CLOCK:
        raise IncompleteError(missing)


def with_facts(case: Case, values: Mapping[str, Value], by: str, now: datetime) -> dict[str, Fact]:
    """Return the case's facts with these set by that person; an empty value takes a fact away."""
    new = {key: Fact(value=value, by=by, at=now) for key, value in values.items() if value}
    cleared = {key for key, value in values.items() if not value}
    return {key: fact for key, fact in {**case.facts, **new}.items() if key not in cleared}
