"""Telling all staff "do not respond": write, look, send, read; and lifting it again.

The audience is frozen when it is sent. A lifting goes to the same audience. The text is the one exception to
"pointers only": directie approved it, and it is checked for names of colleagues first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from models import deliveries, inbox, notices, people
from models.deliveries import Delivery
from models.notices import Notice, Type
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.case_sight import Running
from workflows.cards.elements import Form
from workflows.cards.notice_forms import VIA, Plan, compose_form, notice_card, preview_form, progress_card
from workflows.cards.questions import value_label
from workflows.cards.words import date_and_time
from workflows.engine.actions import Finish
from workflows.engine.case import Case, Round
from workflows.engine.errors import NotAllowedError, StaleActionError, UnknownActionError
from workflows.engine.policy import may
from workflows.engine.protocol import Protocol, Task, sends
from workflows.usecases.carry import carry_out, circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.once import once
from workflows.usecases.reading import queue_progress
from workflows.usecases.submit import InvalidFormError
from workflows.usecases.tell import post

_MAX = 2000
Where = tuple[str, str, int]


@dataclass(frozen=True, kw_only=True)
class _Held:
    """The round of a notice or a lifting that the actor holds, and the notice that runs already."""

    protocol: Protocol
    case: Case
    round: Round
    previous: Notice | None

    @property
    def task(self) -> Task:
        return self.protocol.task(self.case.kind, self.round.task)

    @property
    def lifts(self) -> bool:
        return self.task.does == "lift"

    @property
    def type(self) -> Type:
        return "opheffing" if self.lifts else "mededeling"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What directie wrote; ``outsiders`` are the members of the channel who are not on the staff list."""

    text: str
    via: str
    outsiders: int | None = 0


def compose(ctx: Context, actor: Contact, where: Where) -> Form:
    """Return the form with the text filled in. Raises WorkflowError when this person may not."""

    def work(tx: Transaction) -> Form:
        held = _held(ctx, tx, actor, where)
        draft = _latest_draft(ctx, tx, actor, held) or Draft(text=_first_text(held), via="direct")
        return compose_form(_plan(ctx, tx, held, draft), _context(where) | {"draft": ctx.new_id()})

    return in_one(ctx, work)


def preview(ctx: Context, actor: Contact, where: Where, draft: Draft, key: str) -> Form:
    """Keep the draft and return the last look: text, count, warnings. Raises InvalidFormError."""

    def work(tx: Transaction) -> Form:
        held = _held(ctx, tx, actor, where)
        _check_text(draft.text)
        notice = _kept(ctx, tx, actor, held, draft, key)
        plan = _plan(ctx, tx, held, replace(draft, text=notice.text, via=notice.via))
        warned = {"warned": "1"} if plan.warnings else {}
        return preview_form(plan, _context(where) | {"notice": notice.id} | warned)

    return in_one(ctx, work)


def send(ctx: Context, actor: Contact, where: Where, notice_id: str, *, sure: bool, key: str) -> str:
    """Send a notice to its audience; returns the case id. Sent twice it goes out once.

    ``sure`` is needed when the last look warned of names or of readers who are not staff.
    """

    def work(tx: Transaction) -> None:
        held = _held(ctx, tx, actor, where)
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or notice.case_id != held.case.id or notice.state != "draft" or notice.type != held.type:
            raise StaleActionError("error.notice_gone")
        if _names_in(tx, notice.text) and not sure:
            raise InvalidFormError({"zeker": say("notice.sure_needed")})
        outcome = sends(held.task)
        if outcome is None:
            raise UnknownActionError(task=held.round.task)
        finish = Finish(actor=actor.id, task=held.round.task, number=held.round.number, outcome=outcome)
        carry_out(ctx, tx, held.case.id, finish)
        _send(ctx, tx, held.case, notice)

    return once(ctx, actor, where[0], key, work)


def try_out(ctx: Context, actor: Contact, notice_id: str, key: str) -> None:
    """Send a draft to its writer only."""

    def work(tx: Transaction) -> None:
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or notice.sender != actor.id:
            raise NotAllowedError
        card = notice_card("", notice.text, lifting=notice.type == "opheffing", asks=False, now=ctx.now())
        post(ctx, tx, f"test:{notice_id}:{key}"[:150], actor.id, card, case_id=notice.case_id)

    in_one(ctx, work)


def _held(ctx: Context, tx: Transaction, actor: Contact, where: Where) -> _Held:
    """Return the round that this person holds; raises NotAllowedError or StaleActionError."""
    case_id, task, number = where
    protocol, case = case_of(ctx, tx, case_id)
    may(actor.id, "read", protocol, case, circle_of(ctx, tx, protocol, case))
    found = case.round(task, number)
    if found is None or not found.holds(actor.id) or sends(protocol.task(case.kind, task)) is None:
        raise NotAllowedError
    if found.state != "open":
        at = (found.ended_at or found.opened_at).isoformat()
        raise StaleActionError("error.already_done", by=found.by or "", at=at)
    return _Held(protocol=protocol, case=case, round=found, previous=_running_notice(ctx, tx, case_id))


def _latest_draft(ctx: Context, tx: Transaction, actor: Contact, held: _Held) -> Draft | None:
    """What this person wrote and did not send: going back from the last look loses nothing."""
    mine = [
        one
        for one in notices.of_case(tx, ctx.keyring, held.case.id)
        if one.state == "draft" and one.sender == actor.id and one.type == held.type
    ]
    return Draft(text=mine[-1].text, via=mine[-1].via) if mine else None


def _context(where: Where) -> dict[str, str]:
    return {"case": where[0], "task": where[1], "round": str(where[2])}


def _first_text(held: _Held) -> str:
    """The protocol's text, filled in with the platform and the moment of the report."""
    template = held.protocol.texts["opheffing" if held.lifts else "mededeling"]
    platform = held.case.fact("platform")
    known = platform is not None and platform not in ("onbekend", "anders")
    words = value_label(held.protocol, "platform", platform or "", {}) if known else say("notice.online")
    return template.replace("{platform}", words).replace("{moment}", date_and_time(held.case.created_at))


def _plan(ctx: Context, tx: Transaction, held: _Held, draft: Draft) -> Plan:
    names = _names_in(tx, draft.text)
    warnings = [say("notice.names", names=", ".join(names[:5]))] if names else []
    if draft.via != "direct" and draft.outsiders is None:
        warnings.append(say("notice.not_counted"))
    elif draft.via != "direct" and draft.outsiders:
        warnings.append(say("notice.outsiders", count=draft.outsiders))
    return Plan(
        text=draft.text,
        via=held.previous.via if held.lifts and held.previous else draft.via,
        people=len(_audience(tx, held)),
        lifting=held.lifts,
        warnings=tuple(warnings),
        has_channel=bool(ctx.options.announcements),
    )


def _audience(tx: Transaction, held: _Held) -> list[str]:
    """All staff of the school; a lifting goes to exactly those who got the notice."""
    if held.lifts and held.previous:
        return notices.audience_of(tx, held.previous.id)
    return people.staff_of(tx, held.case.school)


def _names_in(tx: Transaction, text: str) -> list[str]:
    """Return the colleagues whose first or last name stands in what everybody will read."""
    words = set(re.findall(r"\w+", text.lower()))
    everyone = [(one.name, re.findall(r"\w+", one.name.lower())) for one in people.everyone(tx)]
    return [name for name, parts in everyone if set(parts[:1] + parts[-1:]) & words]


def _check_text(text: str) -> None:
    if not text.strip():
        raise InvalidFormError({"mededeling": say("field.required")})
    if len(text) > _MAX:
        raise InvalidFormError({"mededeling": say("field.long", max=_MAX)})


def _kept(ctx: Context, tx: Transaction, actor: Contact, held: _Held, draft: Draft, key: str) -> Notice:
    """Keep what was written, once: what is looked at last is exactly what will be sent."""
    seen = inbox.find(tx, key)
    known = notices.load(tx, ctx.keyring, str(seen["notice"])) if seen else None
    if known is not None:
        return known
    via = draft.via if draft.via in VIA else "direct"
    notice = Notice(
        id=ctx.new_id(),
        case_id=held.case.id,
        type=held.type,
        version=len(notices.of_case(tx, ctx.keyring, held.case.id)) + 1,
        text=draft.text.strip(),
        sender=actor.id,
        school=held.case.school,
        via=held.previous.via if held.lifts and held.previous else via,
        state="draft",
        created_at=ctx.now(),
    )
    notices.add(tx, ctx.keyring, notice)
    inbox.take(tx, key, actor.id, ctx.now(), {"notice": notice.id})
    return notice


def _running_notice(ctx: Context, tx: Transaction, case_id: str) -> Notice | None:
    found = [
        one for one in notices.of_case(tx, ctx.keyring, case_id) if one.state == "running" and one.type == "mededeling"
    ]
    return found[-1] if found else None


def _send(ctx: Context, tx: Transaction, case: Case, notice: Notice) -> None:
    previous = _running_notice(ctx, tx, case.id)
    lifting = notice.type == "opheffing"
    audience = notices.audience_of(tx, previous.id) if lifting and previous else people.staff_of(tx, notice.school)
    if previous is not None:
        notices.set_state(tx, previous.id, "lifted" if lifting else "replaced")
        queue_progress(ctx, tx, previous)
    notices.start(tx, notice.id, ctx.now(), audience)
    if lifting:
        notices.set_state(tx, notice.id, "lifting")
    deliveries.put(tx, _posts(ctx, notice, audience), ctx.now())
    fresh = Running(
        id=notice.id, text=notice.text, read=0, total=len(audience), failed=0, state="lifting" if lifting else "running"
    )
    if not lifting:
        post(ctx, tx, f"progress:{notice.id}", notice.sender, progress_card(fresh, case.number), case_id=case.id)


def _posts(ctx: Context, notice: Notice, audience: Iterable[str]) -> list[Delivery]:
    rows = []
    if notice.via in ("kanaal", "beide") and ctx.options.announcements:
        rows.append(_notice_post(ctx, notice, None))
    if notice.via != "kanaal" or not ctx.options.announcements:
        rows += [_notice_post(ctx, notice, person) for person in audience]
    return rows


def _notice_post(ctx: Context, notice: Notice, person: str | None) -> Delivery:
    key = f"notice:{notice.id}:{person or 'kanaal'}"
    return Delivery(
        key=key,
        type="post",
        lane=ctx.options.lane,
        slot=key,
        payload={"notice": notice.id, "asks": notice.type == "mededeling"},
        due_at=ctx.now(),
        person=person,
        channel_to=None if person else ctx.options.announcements,
        case_id=notice.case_id,
        notice=notice.id,
        priority=deliveries.BULK if person else deliveries.SOON,
    )
