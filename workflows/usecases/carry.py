"""Carrying an action out: load, decide, save, audit, deadlines and deliveries, all in the caller's transaction."""

from dataclasses import replace

from models import cases, entries, people, worklists
from models.store import Transaction
from workflows.engine.actions import Action, Assign, Reroute
from workflows.engine.case import Case, Fact
from workflows.engine.conditions import FAST_FACT, is_fast, keeps_no_files
from workflows.engine.decide import CLOCK, Decision, Entry, decide
from workflows.engine.person import Circle
from workflows.engine.protocol import INVOLVED, SUBJECT, Protocol
from workflows.usecases.context import Context, case_of
from workflows.usecases.custody import drop
from workflows.usecases.keep import keep
from workflows.usecases.tell import tell
from workflows.usecases.terms import plan_route, set_terms


def carry_out(ctx: Context, tx: Transaction, case_id: str, action: Action) -> Decision:
    """Do *action* to a case and everything that follows from it; raises WorkflowError or ConflictError."""
    protocol, case = case_of(ctx, tx, case_id, lock=True)
    circle = circle_of(ctx, tx, protocol, case, action)
    decision = decide(protocol, case, action, ctx.now(), ctx.calendar(case.school), circle)
    _follow(ctx, tx, protocol, case, decision, action, circle)
    return decision


def _follow(
    ctx: Context,
    tx: Transaction,
    protocol: Protocol,
    case: Case,
    decision: Decision,
    action: Action,
    circle: Circle,
) -> None:
    cases.save(tx, case, decision.case)
    entries.write(tx, case.id, cases.bound(decision.case, decision.entries))
    set_terms(ctx, tx, protocol, case, decision.case, circle)
    if keeps_no_files(protocol, decision.case.values) and not keeps_no_files(protocol, case.values):
        drop(ctx, tx, case.id, action.actor)
    if is_fast(decision.case) != is_fast(case):
        _merged_follow(ctx, tx, decision.case, action)
    if decision.case.state != case.state:
        keep(ctx, tx, decision.case)
    tell(ctx, tx, protocol, decision, action.actor, circle)


def _merged_follow(ctx: Context, tx: Transaction, case: Case, action: Action) -> None:
    """What went on in a case that becomes the bestuur's alone becomes so too, its files with it (X-1, X-5)."""
    for line in worklists.merged_into(tx, case.id):
        protocol, other = case_of(ctx, tx, line.id, lock=True)
        fact = Fact(value=case.fact(FAST_FACT) or "", by=action.actor, at=ctx.now())
        after = replace(other, facts={**other.facts, FAST_FACT: fact}, version=other.version + 1)
        cases.save(tx, other, after)
        followed = Entry(at=ctx.now(), actor=action.actor, type="gevolgd", data={"met": case.id})
        entries.write(tx, other.id, cases.bound(after, [followed]))
        if keeps_no_files(protocol, after.values):
            drop(ctx, tx, other.id, action.actor)
        _merged_follow(ctx, tx, after, action)


def look_again(ctx: Context, tx: Transaction, case_id: str) -> None:
    """Ask who is there now for what stands open in a case; nothing happens when that is still the same people."""
    protocol, case = case_of(ctx, tx, case_id, lock=True)
    if case.restricted:
        return
    action = Reroute(actor=CLOCK)
    circle = circle_of(ctx, tx, protocol, case, action)
    decision = decide(protocol, case, action, ctx.now(), ctx.calendar(case.school), circle)
    if decision.case.rounds == case.rounds:
        plan_route(ctx, tx, case, circle)
    else:
        _follow(ctx, tx, protocol, case, decision, action, circle)


def circle_of(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, action: Action | None = None) -> Circle:
    """Return the people around a case, with those that this action names."""
    around = {case.melder} | {who.person for found in case.rounds for who in found.assignees}
    around |= {key for found in case.rounds for key in (found.by, found.assigned, found.assigned_by) if key}
    around |= {value for key in (SUBJECT, INVOLVED) if key in case.facts for value in case.facts[key].values}
    around |= {value for key, fact in case.facts.items() if _names_people(protocol, key) for value in fact.values}
    answers = [dict(found.answers) for found in case.rounds] + [dict(getattr(action, "answers", {}))]
    answers.append(dict(getattr(action, "facts", {})))
    for answer in answers:
        for key, value in answer.items():
            if _names_people(protocol, key):
                around |= {value} if isinstance(value, str) else set(value)
    if action is not None:
        around |= {action.actor} | ({action.to} if isinstance(action, Assign) else set())
    fallback = ctx.fallback.get(case.school, ctx.fallback.get("", ()))
    return people.circle(tx, around, ctx.today(), fallback)


def _names_people(protocol: Protocol, key: str) -> bool:
    known = key in protocol.facts or key in protocol.fields
    return known and protocol.question(key).type in ("person", "people")
