"""Carrying an action out: load, decide, save, audit, deadlines and deliveries, all in the caller's transaction."""

from dataclasses import replace
from datetime import datetime

from models import cases, contents, deadlines, entries, people
from models.deadlines import Deadline, Type
from models.store import Transaction
from workflows.engine.actions import Action
from workflows.engine.case import Case, Fact, Round
from workflows.engine.conditions import FAST_FACT, is_fast, keeps_no_files
from workflows.engine.decide import Decision, decide
from workflows.engine.protocol import INVOLVED, SUBJECT, Protocol
from workflows.engine.route import Circle
from workflows.usecases.context import Context, case_of
from workflows.usecases.tell import tell

_WORDS = ("hand_on", "remind")


def carry_out(ctx: Context, tx: Transaction, case_id: str, action: Action) -> Decision:
    """Do *action* to a case and everything that follows from it; raises WorkflowError or ConflictError."""
    protocol, case = case_of(ctx, tx, case_id, lock=True)
    circle = circle_of(ctx, tx, protocol, case, action)
    decision = decide(protocol, case, action, ctx.now(), ctx.calendar, circle)
    cases.save(tx, case, decision.case)
    record(tx, protocol, case, decision)
    if keeps_no_files(protocol, decision.case.values) and not keeps_no_files(protocol, case.values):
        contents.drop_files(tx, case.id)
    if is_fast(decision.case) != is_fast(case):
        _merged_follow(ctx, tx, decision.case, action)
    tell(ctx, tx, protocol, decision, action.actor, circle)
    return decision


def _merged_follow(ctx: Context, tx: Transaction, case: Case, action: Action) -> None:
    """What went on in a case that becomes the bestuur's alone becomes so too, its files with it (X-1, X-5)."""
    for line in cases.merged_into(tx, case.id):
        protocol, other = case_of(ctx, tx, line.id, lock=True)
        fact = Fact(value=case.fact(FAST_FACT) or "", by=action.actor, at=ctx.now())
        after = replace(other, facts={**other.facts, FAST_FACT: fact}, version=other.version + 1)
        cases.save(tx, other, after)
        entries.note(tx, other.id, ctx.now(), action.actor, "gevolgd", met=case.id)
        if keeps_no_files(protocol, after.values):
            contents.drop_files(tx, other.id)
        _merged_follow(ctx, tx, after, action)


def record(tx: Transaction, protocol: Protocol, before: Case | None, decision: Decision) -> None:
    """Write the audit entries and the deadlines of a decision."""
    entries.write(tx, decision.case.id, decision.entries)
    old = {one.key: one for one in before.rounds} if before else {}
    for one in decision.case.rounds:
        known = old.get(one.key)
        if one.state == "open" and known is None:
            deadlines.put(tx, _deadlines(protocol, decision.case, one))
        elif one.state != "open" and known is not None and known.state == "open":
            deadlines.drop(tx, decision.case.id, one.task, one.number)


def circle_of(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, action: Action | None = None) -> Circle:
    """Return the people around a case, with those that this action names."""
    around = {case.melder} | {who.person for found in case.rounds for who in found.assignees}
    around |= {found.by for found in case.rounds if found.by}
    around |= {value for key in (SUBJECT, INVOLVED) if key in case.facts for value in case.facts[key].values}
    around |= {value for key, fact in case.facts.items() if _names_people(protocol, key) for value in fact.values}
    answers = [dict(found.answers) for found in case.rounds] + [dict(getattr(action, "answers", {}))]
    answers.append(dict(getattr(action, "facts", {})))
    for answer in answers:
        for key, value in answer.items():
            if _names_people(protocol, key):
                around |= {value} if isinstance(value, str) else set(value)
    if action is not None:
        around.add(action.actor)
    return people.circle(tx, around, ctx.today())


def _names_people(protocol: Protocol, key: str) -> bool:
    known = key in protocol.facts or key in protocol.fields
    return known and protocol.question(key).type in ("person", "people")


def _deadlines(protocol: Protocol, case: Case, found: Round) -> list[Deadline]:
    task = protocol.task(case.kind, found.task)
    rows = []
    if found.due_at is not None:
        first: Type = "remind" if task.late in _WORDS else "expire"
        rows.append(_deadline(case, found, first, found.due_at))
    if found.late_at is not None:
        rows.append(_deadline(case, found, "hand_on", found.late_at))
    return rows


def _deadline(case: Case, found: Round, type_: Type, due_at: datetime) -> Deadline:
    return Deadline(case_id=case.id, task=found.task, number=found.number, type=type_, due_at=due_at)
