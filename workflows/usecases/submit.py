"""Taking in a report or a question: in the database, with everything that follows, before anyone is told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from models import cases, chains, contents, deliveries, inbox, people
from models.chains import Chain
from models.deliveries import Delivery
from models.people import Contact
from models.store import Transaction, together
from models.vault import digest
from texts import say
from workflows.cards.elements import Upload
from workflows.cards.intake_form import SCHOOL
from workflows.cards.questions import value_label
from workflows.cards.rules import TEXT
from workflows.engine.actions import Start
from workflows.engine.case import Case, Value
from workflows.engine.conditions import is_fast, keeps_no_files
from workflows.engine.decide import Decision, decide
from workflows.engine.known import questions_for
from workflows.engine.person import Circle
from workflows.engine.protocol import Kind, Protocol
from workflows.usecases.answers import Author, Taken, member_ids, take, write
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, in_one, pin
from workflows.usecases.desk import Answer
from workflows.usecases.melder import chosen_school, known_of, schools_of
from workflows.usecases.receipt import Receipt, receipt_again, receipt_of
from workflows.usecases.remarks import remarks_about
from workflows.usecases.tell import names_of, tell_first
from workflows.usecases.terms import set_terms

Who = Callable[[Transaction], Contact]

_DEFAULT_SCHOOL = "school"


class InvalidFormError(Exception):
    """Fields are missing or wrong: ``errors`` maps a field to a sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(", ".join(errors))


def submit(ctx: Context, melder: Who, kind: str, answers: Mapping[str, Answer], key: str, *, more: bool) -> Receipt:
    """Return the receipt of the case that this submission started, the same one when it is delivered twice.

    *melder* finds who it is in the transaction, and may refuse them. Raises InvalidFormError; nothing is saved then.
    """
    return in_one(ctx, lambda tx: _submit(ctx, tx, melder(tx), kind, answers, key, more))


def _submit(
    ctx: Context, tx: Transaction, melder: Contact, kind: str, answers: Mapping[str, Answer], key: str, more: bool
) -> Receipt:
    case_id = ctx.new_id()
    if not inbox.take_first(tx, key, melder.id, ctx.now(), {"case": case_id}):
        return receipt_again(ctx, tx, melder, inbox.case_of(tx, key))
    school = _school(ctx, tx, melder, kind, answers)
    taken = _taken(ctx, tx, melder, kind, answers, school, more)
    case = _new_case(ctx, tx, case_id, melder, kind, school)
    action = Start(actor=melder.id, facts=taken.facts, answers=taken.answers)
    circle = circle_of(ctx, tx, ctx.protocol, case, action)
    decision = decide(ctx.protocol, case, action, ctx.now(), ctx.calendar(case.school), circle)
    names = names_of(tx, decision.case)
    decision = replace(decision, case=_numbered(ctx, tx, decision.case))
    receipt = _receipt(ctx, tx, decision.case, melder, taken, names)
    chain = chains.begin(tx, decision.case.id, decision.case.number)
    links = [link_digest(tx, one.text) for one in taken.writings if one.key == "link"]
    with together(tx):
        cases.add(tx, decision.case)
        _record(ctx, tx, decision, circle, melder, taken, chain)
        cases.put_links(tx, decision.case.id, links)
        tell_first(ctx, tx, ctx.protocol, decision, receipt.card, names)
    ctx.pinned.setdefault(case.protocol, ctx.protocol)
    return receipt


def _receipt(
    ctx: Context, tx: Transaction, case: Case, melder: Contact, taken: Taken, names: Mapping[str, str]
) -> Receipt:
    text = taken.text(TEXT)
    remarks = remarks_about(ctx, tx, ctx.protocol, case, text) if text else ()
    return receipt_of(ctx, ctx.protocol, case, melder, names, remarks)


def _school(ctx: Context, tx: Transaction, melder: Contact, kind: str, answers: Mapping[str, Answer]) -> str:
    """Return to which school it belongs; one where this melder has no such post was never offered."""
    try:
        return chosen_school(schools_of(ctx, tx, melder.id, kind), str(answers.get(SCHOOL) or ""))
    except ValueError as error:
        raise InvalidFormError({SCHOOL: say("field.choice")}) from error


def _taken(
    ctx: Context, tx: Transaction, melder: Contact, kind: str, answers: Mapping[str, Answer], school: str, more: bool
) -> Taken:
    definition = ctx.protocol.kinds[kind]
    asked = (*definition.intake, *definition.more) if more else definition.intake
    keys = questions_for(ctx.protocol, asked, known_of(ctx, tx, melder, kind, school))
    known = people.members(tx, member_ids(ctx.protocol, keys, answers))
    author = Author(person=melder.id, at=ctx.now(), new_id=ctx.new_id)
    taken = take(ctx.protocol, keys, answers, known, author, optional=definition.more)
    if taken.errors:
        raise InvalidFormError(taken.errors)
    taken.writings += _choices_as_words(ctx, keys, taken, author)
    return _in_first_round(definition, taken)


def _choices_as_words(ctx: Context, keys: Iterable[str], taken: Taken, author: Author) -> list[contents.Writing]:
    """A choice that is no fact (Denk na) is kept in words: what was ticked and, of several, what was left open."""
    protocol = ctx.protocol
    chosen = [
        key for key in keys if key in protocol.fields and protocol.fields[key].type in ("choice", "choices", "date")
    ]
    words = [(key, _in_words(protocol, key, taken.answers.get(key, ()))) for key in chosen]
    return [write(author, key, text) for key, text in words if text]


def _in_words(protocol: Protocol, key: str, value: Value) -> str:
    question = protocol.fields[key]
    if question.type != "choices":
        return value_label(protocol, key, value, {}) if value else ""
    left = tuple(one for one in question.of if one not in value)
    lines = [(say("field.ticked"), value), (say("field.unticked"), left)]
    return "\n".join(f"{label} {value_label(protocol, key, values, {})}" for label, values in lines if values)


def _in_first_round(kind: Kind, taken: Taken) -> Taken:
    """What the starting task asks belongs to its first round: the text that will be judged."""
    for name, task in kind.tasks.items():
        if task.starts:
            taken.writings = [
                replace(one, task=name, number=1) if one.key in task.asks else one for one in taken.writings
            ]
    return taken


def _new_case(ctx: Context, tx: Transaction, case_id: str, melder: Contact, kind: str, school: str) -> Case:
    return Case(
        id=case_id,
        number="",
        kind=kind,
        protocol=pin(ctx, tx),
        school=school or next(iter(people.schools(tx)), _DEFAULT_SCHOOL),
        melder=melder.id,
        owner=ctx.protocol.kinds[kind].owner,
        created_at=ctx.now(),
    )


def _numbered(ctx: Context, tx: Transaction, case: Case) -> Case:
    """Give a new case its number; a number that was given and not used stays a hole (docs/decisions/0023)."""
    apart = is_fast(case) or ctx.protocol.kinds[case.kind].confidential
    with ctx.store.beside(tx) as counting:
        return replace(case, number=cases.new_number(counting, case.created_at, apart=apart))


def _record(
    ctx: Context, tx: Transaction, decision: Decision, circle: Circle, melder: Contact, taken: Taken, chain: Chain
) -> None:
    """Write the trail, the terms and what was typed; the chain is saved once, with all of it."""
    case = decision.case
    chain.add(cases.bound(case, decision.entries))
    set_terms(ctx, tx, ctx.protocol, None, case, circle)
    contents.put(tx, ctx.keyring, case.id, taken.writings, chain)
    author = Author(person=melder.id, at=ctx.now(), new_id=ctx.new_id)
    keep_uploads(ctx, tx, ctx.protocol, case, author, taken.uploads, chain)
    chain.save(tx)


def keep_uploads(
    ctx: Context,
    tx: Transaction,
    protocol: Protocol,
    case: Case,
    author: Author,
    uploads: tuple[Upload, ...],
    chain: Chain | None = None,
) -> None:
    """Note files to be fetched; in the fast lane nothing is kept, only the product's own copy is removed (X-5)."""
    kept = not keeps_no_files(protocol, case.values)
    for upload in uploads:
        content = ""
        if kept:
            writing = write(author, "bijlagen", upload.name or say("file.unnamed"))
            contents.put_file(tx, ctx.keyring, case.id, writing, upload.id, chain)
            content = writing.id
        deliveries.put(tx, [_file_delivery(ctx, case, author, upload, content)], ctx.now())


def link_digest(tx: Transaction, link: str) -> str:
    """Return a keyed digest of a link, the same for the ways in which one link is written."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return digest(tx, link.strip(), "link")
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.")
    return digest(tx, f"{host}{parts.path.rstrip('/')}?{parts.query}", "link")


def _file_delivery(ctx: Context, case: Case, author: Author, upload: Upload, content: str) -> Delivery:
    return Delivery(
        key=f"file:{upload.id}",
        type="fetch" if content else "discard",
        lane=ctx.options.lane,
        slot=f"file:{upload.id}",
        payload={"file": upload.id, "content": content, "by": author.person},
        due_at=ctx.now(),
        case_id=case.id,
    )
