"""Telling all staff "do not respond": write, look, send, read; and lifting it again.

The audience is frozen when it is sent. A lifting goes to the same audience. The text is the one exception to
"pointers only": directie approved it, and it is checked for names of colleagues first.
"""

import re
from collections.abc import Iterable

from models import deliveries, inbox, notices, people
from models.deliveries import Delivery
from models.notices import Notice
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.case_form import Running
from workflows.cards.elements import Card, Form
from workflows.cards.notice_forms import VIA, Plan, compose_form, notice_card, preview_form, progress_card, status_form
from workflows.cards.questions import value_label
from workflows.cards.words import date_and_time
from workflows.engine.actions import Finish
from workflows.engine.case import Case, Round
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.engine.policy import may
from workflows.engine.protocol import Protocol
from workflows.usecases.carry import carry_out, circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.sight import running
from workflows.usecases.submit import InvalidFormError
from workflows.usecases.tell import post

_MAX = 2000
_PROGRESS_SECONDS = 15


def compose(ctx: Context, actor: Contact, case_id: str, task: str, number: int) -> Form:
    """Return the form with the text filled in. Raises WorkflowError when this person may not."""

    def work(tx: Transaction) -> Form:
        protocol, case, _ = _held(ctx, tx, actor, case_id, task, number)
        lifting = _is_lifting(protocol, case, task)
        plan = _plan(ctx, tx, protocol, case, _draft_text(protocol, case), lifting=lifting)
        return compose_form(plan, {"case": case_id, "task": task, "round": str(number)})

    return in_one(ctx, work)


def preview(
    ctx: Context, actor: Contact, where: tuple[str, str, int], text: str, via: str, key: str, outsiders: int
) -> Form:
    """Keep the draft and return the last look: text, count, warnings. Raises InvalidFormError."""
    case_id, task, number = where

    def work(tx: Transaction) -> Form:
        protocol, case, _ = _held(ctx, tx, actor, case_id, task, number)
        _check_text(text)
        lifting = _is_lifting(protocol, case, task)
        seen = inbox.find(tx, key)
        notice = str(seen["notice"]) if seen else _keep_draft(ctx, tx, actor, case, text, via, key, lifting=lifting)
        plan = _plan(ctx, tx, protocol, case, text, lifting=lifting, via=via, outsiders=outsiders)
        return preview_form(plan, {"case": case_id, "task": task, "round": str(number), "notice": notice})

    return in_one(ctx, work)


def send(ctx: Context, actor: Contact, where: tuple[str, str, int], notice_id: str, *, sure: bool, key: str) -> str:
    """Send a notice to its audience; returns the case id. Sent twice it goes out once."""
    case_id, task, number = where

    def work(tx: Transaction) -> str:
        if inbox.find(tx, key) is not None:
            return case_id
        protocol, case, _ = _held(ctx, tx, actor, case_id, task, number)
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or notice.case_id != case_id or notice.state != "draft":
            raise StaleActionError("error.notice_gone")
        if _warnings(tx, notice.text) and not sure:
            raise InvalidFormError({"zeker": say("notice.sure_needed")})
        outcome = next(iter(protocol.task(case.kind, task).outcomes))
        carry_out(ctx, tx, case_id, Finish(actor=actor.id, task=task, number=number, outcome=outcome))
        _send(ctx, tx, case, notice)
        inbox.take(tx, key, actor.id, ctx.now(), {"case": case_id})
        return case_id

    return in_one(ctx, work)


def try_out(ctx: Context, actor: Contact, notice_id: str, key: str) -> None:
    """Send a draft to its writer only."""

    def work(tx: Transaction) -> None:
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or notice.sender != actor.id:
            raise NotAllowedError
        card = notice_card("", notice.text, lifting=notice.type == "opheffing", asks=False, now=ctx.now())
        post(ctx, tx, f"test:{notice_id}:{key}"[:150], actor.id, card, case_id=notice.case_id)

    in_one(ctx, work)


def read(ctx: Context, reader: Contact, notice_id: str) -> Card | None:
    """Note that somebody has read a notice; returns the message as it now stands, None for who was not asked."""

    def work(tx: Transaction) -> Card | None:
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or not notices.mark_read(tx, notice_id, reader.id, ctx.now()):
            return None
        _queue_progress(ctx, tx, notice)
        at = notices.read_at(tx, notice_id, reader.id)
        return notice_card(notice.id, notice.text, lifting=notice.type == "opheffing", read_at=at, now=ctx.now())

    return in_one(ctx, work)


def status(ctx: Context, viewer: Contact, notice_id: str) -> Form:
    """Return who has not read it and who could not be reached; for the sender and the case's handlers."""

    def work(tx: Transaction) -> Form:
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None:
            raise NotAllowedError
        protocol, case = case_of(ctx, tx, notice.case_id)
        may(viewer.id, "ask", protocol, case, circle_of(ctx, tx, protocol, case))
        unread = notices.unread(tx, notice_id)
        failed = {one.person or "": one.reason for one in deliveries.failed_of(tx, notice_id)}
        names = people.named(tx, [*unread, *failed])
        unreached = [(names[key].name, reason) for key, reason in failed.items() if key in names]
        return status_form(running(tx, notice), [names[key].name for key in unread if key in names], unreached)

    return in_one(ctx, work)


def message_of(ctx: Context, tx: Transaction, notice_id: str, person: str | None, *, asks: bool) -> Card | None:
    """Return a notice as it is posted to one person, or to the channel when there is none."""
    notice = notices.load(tx, ctx.keyring, notice_id)
    if notice is None or notice.state == "draft":
        return None
    at = notices.read_at(tx, notice_id, person) if person else None
    value = f"{notice_id}|{'direct' if person else 'kanaal'}"
    return notice_card(value, notice.text, lifting=notice.type == "opheffing", asks=asks, read_at=at, now=ctx.now())


def progress_of(ctx: Context, tx: Transaction, notice_id: str) -> Card | None:
    """Return the sender's card as it stands at this moment."""
    notice = notices.load(tx, ctx.keyring, notice_id)
    if notice is None:
        return None
    _, case = case_of(ctx, tx, notice.case_id)
    return progress_card(running(tx, notice), case.number)


def _held(
    ctx: Context, tx: Transaction, actor: Contact, case_id: str, task: str, number: int
) -> tuple[Protocol, Case, Round]:
    protocol, case = case_of(ctx, tx, case_id)
    may(actor.id, "read", protocol, case, circle_of(ctx, tx, protocol, case))
    found = case.round(task, number)
    if found is None or not found.holds(actor.id):
        raise NotAllowedError
    if found.state != "open":
        raise StaleActionError(
            "error.already_done", by=found.by or "", at=(found.ended_at or found.opened_at).isoformat()
        )
    return protocol, case, found


def _is_lifting(protocol: Protocol, case: Case, task: str) -> bool:
    return protocol.task(case.kind, task).does == "lift"


def _draft_text(protocol: Protocol, case: Case) -> str:
    lifted = any(found.task for found in case.open_rounds() if protocol.task(case.kind, found.task).does == "lift")
    template = protocol.texts["opheffing" if lifted else "mededeling"]
    platform = case.fact("platform")
    known = platform not in (None, "onbekend", "anders")
    words = value_label(protocol, "platform", platform, {}) if platform and known else say("notice.online")
    return template.replace("{platform}", words).replace("{moment}", date_and_time(case.created_at))


def _plan(
    ctx: Context,
    tx: Transaction,
    protocol: Protocol,
    case: Case,
    text: str,
    *,
    lifting: bool,
    via: str = "direct",
    outsiders: int = 0,
) -> Plan:
    previous = _running_notice(ctx, tx, case.id)
    audience = notices.audience_of(tx, previous.id) if lifting and previous else people.staff_of(tx, case.school)
    warnings = _warnings(tx, text)
    if outsiders and via != "direct":
        warnings.append(say("notice.outsiders", count=outsiders))
    return Plan(
        text=text,
        via=previous.via if lifting and previous else via,
        people=len(audience),
        lifting=lifting,
        warnings=tuple(warnings),
        has_channel=bool(ctx.options.announcements),
    )


def _check_text(text: str) -> None:
    if not text.strip():
        raise InvalidFormError({"mededeling": say("field.required")})
    if len(text) > _MAX:
        raise InvalidFormError({"mededeling": say("field.long", max=_MAX)})


def _warnings(tx: Transaction, text: str) -> list[str]:
    """Warn of colleagues' names in what everybody will read."""
    words = set(re.findall(r"\w+", text.lower()))
    found = [
        one.name
        for one in people.everyone(tx)
        if set(one.name.lower().split()[:1] + one.name.lower().split()[-1:]) & words
    ]
    return [say("notice.names", names=", ".join(found[:5]))] if found else []


def _keep_draft(
    ctx: Context, tx: Transaction, actor: Contact, case: Case, text: str, via: str, key: str, *, lifting: bool
) -> str:
    previous = _running_notice(ctx, tx, case.id)
    notice = Notice(
        id=ctx.new_id(),
        case_id=case.id,
        type="opheffing" if lifting else "mededeling",
        version=len(notices.of_case(tx, ctx.keyring, case.id)) + 1,
        text=text.strip(),
        sender=actor.id,
        school=case.school,
        via=previous.via if lifting and previous else via if via in VIA else "direct",
        state="draft",
        created_at=ctx.now(),
    )
    notices.add(tx, ctx.keyring, notice)
    inbox.take(tx, key, actor.id, ctx.now(), {"notice": notice.id})
    return notice.id


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


def _queue_progress(ctx: Context, tx: Transaction, notice: Notice) -> None:
    """Bring the sender's card up to date, at most once per 15 seconds: the count is read when it is sent."""
    target = deliveries.latest_post(tx, f"progress:{notice.id}")
    if target is None:
        return
    window = int(ctx.now().timestamp()) // _PROGRESS_SECONDS
    row = Delivery(
        key=f"progress:{notice.id}:{window}",
        type="update",
        lane=ctx.options.lane,
        slot=target.slot,
        payload={"progress": notice.id},
        due_at=deliveries.window_end(ctx.now(), _PROGRESS_SECONDS),
        person=notice.sender,
        target=target.id,
        case_id=notice.case_id,
        priority=deliveries.LATER,
    )
    deliveries.put(tx, [row], ctx.now())
