"""Somebody asks what is held on them (AVG 15): the fg or the bestuur looks it up and gives it, each time on record.

The name of whom it is about never stands in a link or in the trail: the link is sealed, the trail of a case holds a
keyed digest, and that of the installation the id of a colleague or nothing.
What may be told and how others are masked is for ``rights_gather``.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from models import entries, holdings, people
from models.keyring import KeyringError
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Form
from workflows.cards.rights_form import LONGEST, LONGEST_NAME, PERSON, REFERENCE, TYPED, ask_form, result_form
from workflows.cards.rights_masks import is_full_name
from workflows.cards.rights_report import Report
from workflows.engine.changes import Entry
from workflows.engine.errors import NotAllowedError
from workflows.engine.person import Circle
from workflows.engine.policy import allows
from workflows.engine.requests import answers_requests, may_answer_requests
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one, protocol_of
from workflows.usecases.desk import Answer
from workflows.usecases.links import REQUEST, link, told_by
from workflows.usecases.merged import onward
from workflows.usecases.rights_gather import About, Found, gather
from workflows.usecases.submit import InvalidFormError

_PLACE = "inzage:link"
_QUICK = 2000  # so many texts are opened and looked through well within Slack's three seconds


@dataclass(frozen=True, kw_only=True)
class _Request:
    """Who asks about whom; the random *id* tells which answer belongs to which question, and nothing else."""

    asker: Contact
    about: About
    reference: str
    id: str
    via: str = ""


def asking_form(ctx: Context, actor: Contact) -> Form:
    """Return the form of a request. Raises NotAllowedError."""
    with ctx.store.read() as tx:
        _circle(ctx, tx, actor)
    return ask_form(ctx.new_id())


def look_up(ctx: Context, actor: Contact, answers: Mapping[str, Answer]) -> Form:
    """Return in numbers what is held on somebody, with a link to it. Raises NotAllowedError and InvalidFormError.

    Slack waits three seconds: with many cases the looking up is left to the link, which may take its time.
    """
    with ctx.store.snapshot() as tx:
        circle = _circle(ctx, tx, actor)
        about, reference = _about(tx, answers), _reference(answers)
        is_quick = holdings.texts_count(tx, _QUICK + 1) <= _QUICK
        found = gather(ctx, tx, actor, circle, about, reference) if is_quick else None
        able = _able(ctx, tx, actor, found.cases) if found else ()
    request = _Request(asker=actor, about=about, reference=reference, id=ctx.new_id())
    address = in_one(ctx, lambda tx: _asked(ctx, tx, request))
    return result_form(found.report if found else None, address, able)


def open_report(ctx: Context, token: str) -> Report:
    """Return the report behind a signed link; NotAllowedError when it is old, forged, or no longer allowed."""
    with ctx.store.read() as tx:
        request = _request_of(ctx, tx, token)
    return _give(ctx, request)


def give(ctx: Context, asker: Contact, about: About, reference: str, *, via: str = "") -> Report:
    """Return all that is held on somebody; the cases concerned say that it was given. Raises NotAllowedError."""
    return _give(ctx, _Request(asker=asker, about=about, reference=reference, id=ctx.new_id(), via=via))


def answers_these(ctx: Context, tx: Transaction, person: str) -> bool:
    """True for who gets the button on their home page."""
    return answers_requests(person, people.circle(tx, {person}, ctx.today()))


def about_staff(tx: Transaction, email: str) -> About | None:
    """Return one of the staff by address, or None."""
    contact = people.by_email(tx, email)
    return _of_staff(tx, contact.id) if contact else None


def about_name(typed: str) -> About:
    """Return somebody by name; raises InvalidFormError for what would look through everything: a part, a word."""
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME:
        raise InvalidFormError({TYPED: say("field.long", max=LONGEST_NAME)})
    if not is_full_name(name):
        raise InvalidFormError({TYPED: say("rights.full_name")})
    return About(name=name)


def _able(ctx: Context, tx: Transaction, actor: Contact, found: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The cases that this asker may have rest: they may do so without reading them.

    A report that went on in another case rests with that case.
    """
    able = {}
    for case_id in found:
        case = onward(tx, case_of(ctx, tx, case_id)[1])[-1]
        protocol = protocol_of(ctx, tx, case.protocol)
        if allows(actor.id, "restrict", protocol, case, circle_of(ctx, tx, protocol, case)):
            able[case.id] = case.number
    return tuple(able.items())


def _give(ctx: Context, request: _Request) -> Report:
    with ctx.store.snapshot() as tx:
        circle = _circle(ctx, tx, request.asker)
        found = gather(ctx, tx, request.asker, circle, request.about, request.reference)
    in_one(ctx, lambda tx: _given(ctx, tx, request, found))
    return found.report


def _asked(ctx: Context, tx: Transaction, request: _Request) -> str:
    """On record that it was asked; returns the address of the answer."""
    _on_record(ctx, tx, request, "inzage_gevraagd")
    return link(ctx, tx, REQUEST, [_sealed(ctx, request)])


def _given(ctx: Context, tx: Transaction, request: _Request, found: Found) -> None:
    """On record before anything leaves; whoever lost the role since the reading gets nothing."""
    _circle(ctx, tx, request.asker)
    _on_record(ctx, tx, request, "inzage_gegeven", found.cases)


def _on_record(ctx: Context, tx: Transaction, request: _Request, type_: str, cases: tuple[str, ...] = ()) -> None:
    """In a case a digest tells about whom it was, as with all that says whom a case is about.

    The key of such a digest is destroyed with its case. The chain of the installation lives on: there a name that was
    typed could be guessed for ever, so it is not in it in any form.
    """
    about, more = request.about, {"via": request.via} if request.via else {}
    private = {"over": about.person or about.name.casefold()}
    for case_id in cases:
        line = Entry(at=ctx.now(), actor=request.asker.id, type=type_, data=more, private=private)
        entries.write(tx, case_id, [line])
    own = {"verzoek": request.id, **({"over": about.person} if about.person else {}), **more}
    entries.note(tx, None, ctx.now(), request.asker.id, type_, **own)


def _circle(ctx: Context, tx: Transaction, actor: Contact) -> Circle:
    circle = people.circle(tx, {actor.id}, ctx.today())
    if not actor.works:
        raise NotAllowedError
    may_answer_requests(actor.id, circle)
    return circle


def _about(tx: Transaction, answers: Mapping[str, Answer]) -> About:
    """Return whom it is about: one of the staff, or a name, and not both."""
    member, name = str(answers.get(PERSON) or ""), " ".join(str(answers.get(TYPED) or "").split())
    if bool(member) == bool(name):
        raise InvalidFormError({TYPED: say("rights.one_of_both")})
    if name:
        return about_name(name)
    person = people.members(tx, [member]).get(member)
    about = _of_staff(tx, person) if person else None
    if about is None:
        raise InvalidFormError({PERSON: say("field.person")})
    return about


def _of_staff(tx: Transaction, person: str) -> About | None:
    contact = people.by_id(tx, person)
    return About(name=contact.name, person=contact.id, email=contact.email) if contact else None


def _reference(answers: Mapping[str, Answer]) -> str:
    text = str(answers.get(REFERENCE) or "").strip()
    if not text:
        raise InvalidFormError({REFERENCE: say("field.required")})
    if len(text) > LONGEST:
        raise InvalidFormError({REFERENCE: say("field.long", max=LONGEST)})
    return text


def _sealed(ctx: Context, request: _Request) -> str:
    """A link ends up in the history of a browser: what it says is sealed."""
    about = request.about
    told = [request.asker.id, about.person, about.name, request.reference, request.id]
    return urlsafe_b64encode(ctx.keyring.seal(json.dumps(told).encode(), _PLACE)).decode()


def _request_of(ctx: Context, tx: Transaction, token: str) -> _Request:
    """Return the request behind a link, as it is by now; NotAllowedError when it is old, forged or about nobody."""
    [sealed] = told_by(ctx, tx, REQUEST, token, 1)
    try:
        actor, person, name, reference, id_ = json.loads(ctx.keyring.open(urlsafe_b64decode(sealed), _PLACE))
    except (KeyringError, ValueError, TypeError) as error:
        raise NotAllowedError("error.link") from error
    asker = people.by_id(tx, actor)
    about = _of_staff(tx, person) if person else About(name=name)
    if asker is None or about is None:
        raise NotAllowedError("error.link")
    return _Request(asker=asker, about=about, reference=reference, id=id_)
