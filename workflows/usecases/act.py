"""Finishing a task with an outcome: what was typed is kept, the decision is taken, whoever is next is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from models import contents, inbox, people
from models.dossiers import DossierEntry
from models.people import Contact
from models.store import Transaction
from workflows.engine.actions import Finish
from workflows.engine.case import Case
from workflows.engine.decide import Decision
from workflows.engine.errors import UnknownActionError
from workflows.engine.filing import may_file
from workflows.engine.protocol import NOT_POSSIBLE, Protocol, asked, outcomes, sends
from workflows.usecases.answers import Author, Taken, member_ids, take
from workflows.usecases.carry import carry_out
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.desk import Answer
from workflows.usecases.dossier import record
from workflows.usecases.submit import InvalidFormError, keep_uploads


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A round and how it should end."""

    case_id: str
    task: str
    number: int
    outcome: str


def act(ctx: Context, actor: Contact, choice: Choice, answers: Mapping[str, Answer], key: str) -> str:
    """Finish a round; returns the case id, also when the same gesture comes twice.

    Raises WorkflowError (stale, not allowed, unknown) and InvalidFormError; nothing is saved then.
    """
    return in_one(ctx, lambda tx: _act(ctx, tx, actor, choice, answers, key))


def _act(ctx: Context, tx: Transaction, actor: Contact, choice: Choice, answers: Mapping[str, Answer], key: str) -> str:
    if inbox.find(tx, key) is not None:
        return choice.case_id
    protocol, case = case_of(ctx, tx, choice.case_id)
    task = protocol.kinds[case.kind].tasks.get(choice.task)
    if task is not None and choice.outcome == sends(task):
        raise UnknownActionError(task=choice.task)
    taken = _taken(ctx, tx, protocol, case, actor, choice, answers)
    finish = Finish(
        actor=actor.id,
        task=choice.task,
        number=choice.number,
        outcome=choice.outcome,
        facts=taken.facts,
        answers=taken.answers,
    )
    found = case.round(choice.task, choice.number)
    if taken.errors and found is not None and found.state == "open" and found.holds(actor.id):
        raise InvalidFormError(taken.errors)
    decision = carry_out(ctx, tx, case.id, finish)
    contents.put(tx, ctx.keyring, case.id, taken.writings)
    by = Author(person=actor.id, at=ctx.now(), new_id=ctx.new_id, task=choice.task, number=choice.number)
    keep_uploads(ctx, tx, protocol, decision.case, by, taken.uploads)
    inbox.take(tx, key, actor.id, ctx.now(), {"case": case.id})
    _after(ctx, tx, protocol, decision, actor, choice, taken)
    return case.id


def _taken(
    ctx: Context,
    tx: Transaction,
    protocol: Protocol,
    case: Case,
    actor: Contact,
    choice: Choice,
    answers: Mapping[str, Answer],
) -> Taken:
    """The checked answers; what is wrong in them is only told to who may do this at all."""
    task = protocol.kinds[case.kind].tasks.get(choice.task)
    if task is None or choice.outcome not in outcomes(task):
        return Taken()
    keys = asked(task, choice.outcome)
    author = Author(person=actor.id, at=ctx.now(), new_id=ctx.new_id, task=choice.task, number=choice.number)
    known = people.members(tx, member_ids(protocol, keys, answers))
    taken = take(protocol, keys, answers, known, author)
    for key in keys:
        if key in protocol.facts and key in answers and not answers[key] and key in case.facts:
            taken.facts[key] = ""  # emptied in the form: the fact is no longer held
    return taken


def _after(
    ctx: Context,
    tx: Transaction,
    protocol: Protocol,
    decision: Decision,
    actor: Contact,
    choice: Choice,
    taken: Taken,
) -> None:
    """Keep the dossier entry that was confirmed; refused when the school keeps no such dossier of who posted."""
    task = protocol.task(decision.case.kind, choice.task)
    if task.does.startswith("dossier_") and choice.outcome != NOT_POSSIBLE:
        entry = _dossier_entry(ctx, decision.case, actor, choice, task.does, taken)
        may_file(protocol, decision.case, entry.type)
        record(ctx, tx, entry, taken.text("dossiertekst"), taken.text("opgeborgen"))


def _dossier_entry(ctx: Context, case: Case, actor: Contact, choice: Choice, does: str, taken: Taken) -> DossierEntry:
    filed = str(taken.answers.get("opgeborgen", ""))
    return DossierEntry(
        id=ctx.new_id(),
        case_id=case.id,
        type=does.removeprefix("dossier_"),
        task=choice.task,
        number=choice.number,
        content=str(taken.answers.get("dossiertekst", "")),
        filed=filed,
        confirmed_by=actor.id,
        confirmed_at=ctx.now(),
        filed_by=actor.id if filed else None,
        filed_at=ctx.now() if filed else None,
    )
