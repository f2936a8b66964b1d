"""The view of somebody whom a case is about is added to it in their own words (AVG 16, X-10).

A judgement of the school is never changed by it, and a view is never changed or taken away: it is only added to, also
in a case that is closed.
"""

from collections.abc import Mapping
from datetime import date

from models import contents, entries
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Form
from workflows.cards.own_view_form import DAY, KEY, LONGEST, PEOPLE, WHOSE, WORDS, headed, own_view_form
from workflows.engine.case import Case
from workflows.engine.errors import NotAllowedError
from workflows.engine.person import Circle
from workflows.engine.policy import may
from workflows.engine.protocol import Protocol
from workflows.usecases.answers import write
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.desk import Answer
from workflows.usecases.once import author, once
from workflows.usecases.submit import InvalidFormError


def view_form(ctx: Context, actor: Contact, case_id: str) -> Form:
    """Return the form. Raises NotAllowedError."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, case_id)
        _allowed(ctx, tx, actor, protocol, case)
    return own_view_form(case, ctx.new_id(), ctx.today().isoformat())


def add_view(ctx: Context, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    """Keep somebody's own view; returns the case id. Raises NotAllowedError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        protocol, case = case_of(ctx, tx, case_id, lock=True)
        _allowed(ctx, tx, actor, protocol, case)
        whose, words, day = _checked(ctx, answers)
        writing = write(author(ctx, actor), KEY, headed(whose, day, words))
        contents.put(tx, ctx.keyring, case_id, [writing])
        entries.note(tx, case_id, ctx.now(), actor.id, "zienswijze", wie=whose, inhoud=writing.id)

    return once(ctx, actor, case_id, key, work)


def views_added_by(person: str, protocol: Protocol, case: Case, circle: Circle) -> bool:
    """True for who gets the button: who handles the case and may read all of it."""
    try:
        return may(person, "add", protocol, case, circle).only_author is None
    except NotAllowedError:
        return False


def _allowed(ctx: Context, tx: Transaction, actor: Contact, protocol: Protocol, case: Case) -> None:
    grant = may(actor.id, "add", protocol, case, circle_of(ctx, tx, protocol, case))
    if grant.only_author is not None:
        raise NotAllowedError


def _checked(ctx: Context, answers: Mapping[str, Answer]) -> tuple[str, str, str]:
    whose, words, day = (str(answers.get(key) or "").strip() for key in (WHOSE, WORDS, DAY))
    errors: dict[str, str] = {}
    if whose not in PEOPLE:
        errors[WHOSE] = say("field.choice")
    if not words:
        errors[WORDS] = say("field.required")
    elif len(words) > LONGEST:
        errors[WORDS] = say("field.long", max=LONGEST)
    if (wrong := _wrong_day(day, ctx.today())) is not None:
        errors[DAY] = wrong
    if errors:
        raise InvalidFormError(errors)
    return whose, words, day


def _wrong_day(day: str, today: date) -> str | None:
    try:
        return say("field.date_past") if date.fromisoformat(day) > today else None
    except ValueError:
        return say("field.date")
