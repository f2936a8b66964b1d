"""Words, a link or screenshots are added to a running case; whoever handles it is told."""

from collections.abc import Mapping

from models import cases, contents, entries
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards import case_cards
from workflows.cards.elements import Upload
from workflows.engine.case import Case
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.usecases.answers import write
from workflows.usecases.context import Context, case_of
from workflows.usecases.desk import Answer
from workflows.usecases.once import LONG, allowed, author, once
from workflows.usecases.submit import InvalidFormError, keep_uploads, link_digest
from workflows.usecases.tell import post

_KEY = 150


def add(ctx: Context, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    """Keep an addition; returns the case id. Raises WorkflowError and InvalidFormError."""
    text, link = str(answers.get("aanvulling", "")).strip(), str(answers.get("link", "")).strip()
    uploads = tuple(one for one in answers.get("bijlagen", ()) if isinstance(one, Upload))
    _check(text, link, uploads)

    def work(tx: Transaction) -> None:
        protocol, case = allowed(ctx, tx, actor, "add", case_id)
        while case.state == "merged" and case.merged_into:
            # What the melder adds goes where the case went on; they learn nothing of it.
            protocol, case = case_of(ctx, tx, case.merged_into, lock=True)
        if case.restricted:
            raise NotAllowedError("error.restricted")
        if case.state != "open":
            raise StaleActionError("error.case_ended", number=case.number)
        by = author(ctx, actor)
        words = [(name, value) for name, value in (("aanvulling", text), ("link", link)) if value]
        contents.put(tx, ctx.keyring, case.id, [write(by, name, value) for name, value in words])
        if link:
            cases.put_links(tx, case.id, {link_digest(tx, link)} - cases.link_digests(tx, case.id))
        keep_uploads(ctx, tx, protocol, case, by, uploads)
        entries.note(tx, case.id, ctx.now(), actor.id, "aangevuld", stukken=str(len(words) + len(uploads)))
        _tell(ctx, tx, case, actor, key)

    return once(ctx, actor, case_id, key, work)


def _check(text: str, link: str, uploads: tuple[Upload, ...]) -> None:
    errors = {}
    if not (text or link or uploads):
        errors["aanvulling"] = say("add.empty")
    if len(text) > LONG:
        errors["aanvulling"] = say("field.long", max=LONG)
    if link and not link.lower().startswith(("http://", "https://")):
        errors["link"] = say("field.url")
    if errors:
        raise InvalidFormError(errors)


def _tell(ctx: Context, tx: Transaction, case: Case, actor: Contact, key: str) -> None:
    told = {who.person for found in case.open_rounds() for who in found.assignees} - {actor.id, case.melder}
    card = case_cards.news_card(case, "news.added")
    for person in sorted(told):
        post(ctx, tx, f"added:{case.id}:{person}:{key}"[:_KEY], person, card, case_id=case.id)
