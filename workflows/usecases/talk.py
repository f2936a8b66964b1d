"""People talk inside the case: adding, asking, withdrawing, correcting, reopening and merging.

Otherwise they would do it in open chat. Each is one transaction, and each reason is kept as content.
"""

from collections.abc import Mapping
from datetime import timedelta

from models import cases, contents, entries, inbox, people
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards import case_cards
from workflows.cards.elements import Upload
from workflows.engine.actions import Correct, Merge, Plan, Reopen, Withdraw
from workflows.engine.case import Case
from workflows.engine.decide import may_set
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import Verb, may
from workflows.engine.protocol import Protocol
from workflows.engine.route import Circle
from workflows.usecases.answers import Author, member_ids, take, write
from workflows.usecases.carry import carry_out, circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.desk import Answer
from workflows.usecases.submit import InvalidFormError, keep_uploads, link_digest
from workflows.usecases.tell import post

NEAR = timedelta(hours=2)
_NOTE_MAX = 3000


def add(ctx: Context, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    """Add words, a link or screenshots to a case; handlers (or the melder) are told. Returns the case id."""
    return in_one(ctx, lambda tx: _add(ctx, tx, actor, case_id, answers, key))


def ask(ctx: Context, actor: Contact, case_id: str, question: str, key: str) -> str:
    """Ask the melder something; the answer lands in the case."""

    def work(tx: Transaction) -> str:
        if _seen(tx, key):
            return case_id
        _allowed(ctx, tx, actor, "ask", case_id)
        number = _next_round(ctx, tx, case_id, "antwoord")
        writing = write(_author(ctx, actor, "antwoord", number), "vraag", _required("vraag", question, 1000))
        carry_out(ctx, tx, case_id, Plan(actor=actor.id, task="antwoord", answers={"vraag": writing.id}))
        contents.put(tx, ctx.keyring, case_id, [writing])
        return _taken(ctx, tx, actor, case_id, key)

    return in_one(ctx, work)


def correct(ctx: Context, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    """Fill in or put right facts; changing one asks a reason."""

    def work(tx: Transaction) -> str:
        if _seen(tx, key):
            return case_id
        protocol, case = _allowed(ctx, tx, actor, "correct", case_id)
        changed = _changed_facts(ctx, tx, protocol, case, actor, answers)
        text = str(answers.get("reden", "")).strip()
        reason = write(_author(ctx, actor), "reden", text) if text else None
        if not changed:
            raise InvalidFormError({"reden": say("correct.nothing")})
        carry_out(ctx, tx, case_id, Correct(actor=actor.id, facts=changed, reason=reason.id if reason else ""))
        contents.put(tx, ctx.keyring, case_id, [reason] if reason else [])
        return _taken(ctx, tx, actor, case_id, key)

    return in_one(ctx, work)


def withdraw(ctx: Context, actor: Contact, case_id: str, reason: str, key: str) -> str:
    """Take a report back, with a reason; once somebody has acted a handler confirms it."""

    def work(tx: Transaction) -> str:
        if _seen(tx, key):
            return case_id
        _allowed(ctx, tx, actor, "withdraw", case_id)
        number = _next_round(ctx, tx, case_id, "intrekking")
        writing = write(_author(ctx, actor, "intrekking", number), "reden", _required("reden", reason, 1000))
        carry_out(ctx, tx, case_id, Withdraw(actor=actor.id, answers={"reden": writing.id}))
        contents.put(tx, ctx.keyring, case_id, [writing])
        return _taken(ctx, tx, actor, case_id, key)

    return in_one(ctx, work)


def reopen(ctx: Context, actor: Contact, case_id: str, reason: str, key: str) -> str:
    """Open a closed case again, with a reason; the melder is told."""

    def work(tx: Transaction) -> str:
        if _seen(tx, key):
            return case_id
        protocol, case = _allowed(ctx, tx, actor, "reopen", case_id)
        writing = write(_author(ctx, actor), "reden", _required("reden", reason, 1000))
        decision = carry_out(ctx, tx, case_id, Reopen(actor=actor.id, reason=writing.id))
        contents.put(tx, ctx.keyring, case_id, [writing])
        card = case_cards.news_card(protocol, decision.case, "news.reopened")
        post(ctx, tx, f"reopened:{case_id}:{decision.case.version}", case.melder, card, case_id=case_id)
        return _taken(ctx, tx, actor, case_id, key)

    return in_one(ctx, work)


def merge(ctx: Context, actor: Contact, case_id: str, other: str, key: str) -> str:
    """Let the other report go on in this case; its melder keeps a receipt and learns nothing of this one."""

    def work(tx: Transaction) -> str:
        if _seen(tx, key):
            return case_id
        _, case = _allowed(ctx, tx, actor, "merge", case_id)
        _, joined = _allowed(ctx, tx, actor, "merge", other)
        if joined.id == case.id or joined.kind != case.kind or case.state != "open":
            raise NotAllowedError
        carry_out(ctx, tx, other, Merge(actor=actor.id, into=case_id))
        entries.note(tx, case_id, ctx.now(), actor.id, "samengevoegd", met=other)
        return _taken(ctx, tx, actor, case_id, key)

    return in_one(ctx, work)


def similar(tx: Transaction, case: Case) -> list[tuple[str, str]]:
    """Return id and number of reports that may be about the same storm: same link, or same platform within 2 hours."""
    lines = cases.similar(tx, case, case.created_at - NEAR, case.created_at + NEAR)
    return [(line.id, line.number) for line in lines]


def _add(ctx: Context, tx: Transaction, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    if _seen(tx, key):
        return case_id
    protocol, case = _allowed(ctx, tx, actor, "add", case_id)
    text, link = str(answers.get("aanvulling", "")).strip(), str(answers.get("link", "")).strip()
    uploads = tuple(one for one in answers.get("bijlagen", ()) if isinstance(one, Upload))
    _check_addition(text, link, uploads)
    author = _author(ctx, actor)
    words = [(key_, value) for key_, value in (("aanvulling", text), ("link", link)) if value]
    contents.put(tx, ctx.keyring, case_id, [write(author, key_, value) for key_, value in words])
    if link:
        cases.put_links(tx, case_id, {link_digest(ctx, link)} - cases.link_digests(tx, case_id))
    keep_uploads(ctx, tx, case, author, uploads)
    entries.note(tx, case_id, ctx.now(), actor.id, "aangevuld", stukken=str(len(words) + len(uploads)))
    _tell_addition(ctx, tx, protocol, case, actor, key)
    return _taken(ctx, tx, actor, case_id, key)


def _check_addition(text: str, link: str, uploads: tuple[Upload, ...]) -> None:
    errors = {}
    if not (text or link or uploads):
        errors["aanvulling"] = say("add.empty")
    if len(text) > _NOTE_MAX:
        errors["aanvulling"] = say("field.long", max=_NOTE_MAX)
    if link and not link.lower().startswith(("http://", "https://")):
        errors["link"] = say("field.url")
    if errors:
        raise InvalidFormError(errors)


def _tell_addition(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, actor: Contact, key: str) -> None:
    people_told = {who.person for found in case.open_rounds() for who in found.assignees} - {actor.id, case.melder}
    for person in sorted(people_told):
        card = case_cards.news_card(protocol, case, "news.added")
        post(ctx, tx, f"added:{case.id}:{person}:{key}"[:150], person, card, case_id=case.id)


def _changed_facts(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, actor: Contact, answers: Mapping[str, Answer]
) -> dict[str, str | tuple[str, ...]]:
    circle = circle_of(ctx, tx, protocol, case)
    keys = correctable(protocol, case, actor.id, circle)
    known = people.members(tx, member_ids(protocol, keys, answers))
    taken = take(protocol, keys, answers, known, _author(ctx, actor))
    errors = {key: text for key, text in taken.errors.items() if answers.get(key)}
    if errors:
        raise InvalidFormError(errors)
    cleared = {key: "" for key in keys if key in answers and not answers[key] and key in case.facts}
    given: dict[str, str | tuple[str, ...]] = {**cleared, **taken.facts}
    return {key: value for key, value in given.items() if key not in case.facts or case.facts[key].value != value}


def correctable(protocol: Protocol, case: Case, person: str, circle: Circle) -> tuple[str, ...]:
    """Return the facts of this kind of case that a person may fill in or correct."""
    kind = protocol.kinds[case.kind]
    used = {*kind.intake, *kind.more}
    for task in kind.tasks.values():
        used |= {*task.when, *task.unless, *task.asks} | {one for end in task.outcomes.values() for one in end.asks}
    keys = [key for key in protocol.facts if key in used]
    return tuple(key for key in keys if may_set(protocol.facts[key], case, circle, person))


def _allowed(ctx: Context, tx: Transaction, actor: Contact, verb: Verb, case_id: str) -> tuple[Protocol, Case]:
    protocol, case = case_of(ctx, tx, case_id, lock=True)
    may(actor.id, verb, protocol, case, circle_of(ctx, tx, protocol, case))
    return protocol, case


def _required(key: str, text: str, limit: int) -> str:
    if not text.strip():
        raise InvalidFormError({key: say("field.required")})
    if len(text) > limit:
        raise InvalidFormError({key: say("field.long", max=limit)})
    return text.strip()


def _next_round(ctx: Context, tx: Transaction, case_id: str, task: str) -> int:
    _, case = case_of(ctx, tx, case_id)
    return sum(1 for _ in case.rounds_of(task)) + 1


def _author(ctx: Context, actor: Contact, task: str = "", number: int = 0) -> Author:
    return Author(person=actor.id, at=ctx.now(), new_id=ctx.new_id, task=task, number=number)


def _seen(tx: Transaction, key: str) -> bool:
    return inbox.find(tx, key) is not None


def _taken(ctx: Context, tx: Transaction, actor: Contact, case_id: str, key: str) -> str:
    inbox.take(tx, key, actor.id, ctx.now(), {"case": case_id})
    return case_id
