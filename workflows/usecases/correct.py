"""Facts are filled in or put right: who changes one that was set gives a reason, and the right branch opens."""

from collections.abc import Mapping

from models import contents, people
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.engine.actions import Correct
from workflows.engine.case import Case, Value
from workflows.engine.conditions import read_by
from workflows.engine.decide import may_set
from workflows.engine.kind import Kind
from workflows.engine.person import Circle
from workflows.engine.policy import is_handler
from workflows.engine.protocol import Protocol
from workflows.usecases.answers import member_ids, take, write
from workflows.usecases.carry import carry_out, circle_of
from workflows.usecases.context import Context
from workflows.usecases.desk import Answer
from workflows.usecases.once import allowed, author, once
from workflows.usecases.submit import InvalidFormError


def correct(ctx: Context, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    """Save what changed; returns the case id. Raises WorkflowError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        protocol, case = allowed(ctx, tx, actor, "correct", case_id)
        changed = _changed(ctx, tx, protocol, case, actor, answers)
        text = str(answers.get("reden", "")).strip()
        reason = [write(author(ctx, actor), "reden", text)] if text else []
        action = Correct(actor=actor.id, facts=changed, reason=reason[0].id if reason else "")
        carry_out(ctx, tx, case_id, action)
        contents.put(tx, ctx.keyring, case_id, reason)

    return once(ctx, actor, case_id, key, work)


def correctable(protocol: Protocol, case: Case, person: str, circle: Circle) -> tuple[str, ...]:
    """Return the facts of this kind of case that a person may fill in or correct.

    What a deciding task asks is decided there first, with its reason; here it can only be put right afterwards, or
    filled in when that task ended without it. The melder is shown nothing of what others said.
    """
    kind = protocol.kinds[case.kind]
    waiting = {
        fact
        for key, task in kind.tasks.items()
        if task.decides and not _ended(case, key)
        for fact in task.asks
        if fact not in (*kind.intake, *kind.more)
    }
    used = _used(kind)
    keys = [key for key in protocol.facts if key in used and (key not in waiting or key in case.facts)]
    if person == case.melder and not is_handler(person, case):
        keys = [key for key in keys if key not in case.facts]
    return tuple(key for key in keys if may_set(protocol.facts[key], case, circle, person))


def _used(kind: Kind) -> set[str]:
    """Every fact that is asked somewhere, or that a condition or a bar reads."""
    used = {*kind.intake, *kind.more}
    for task in kind.tasks.values():
        used |= {*read_by(task), *task.asks} | {one for end in task.outcomes.values() for one in end.asks}
        used |= {fact for bar in task.bars.values() for fact in bar.when}
    return used


def _ended(case: Case, task: str) -> bool:
    latest = case.latest(task)
    return latest is not None and latest.state == "done"


def _changed(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, actor: Contact, answers: Mapping[str, Answer]
) -> dict[str, Value]:
    keys = correctable(protocol, case, actor.id, circle_of(ctx, tx, protocol, case))
    known = people.members(tx, member_ids(protocol, keys, answers))
    taken = take(protocol, keys, answers, known, author(ctx, actor), optional=keys)
    if taken.errors:
        raise InvalidFormError(taken.errors)
    cleared: dict[str, Value] = {key: "" for key in keys if key in answers and not answers[key] and key in case.facts}
    given = {**cleared, **taken.facts}
    changed = {key: value for key, value in given.items() if key not in case.facts or case.facts[key].value != value}
    if not changed:
        raise InvalidFormError({"reden": say("correct.nothing")})
    return changed
