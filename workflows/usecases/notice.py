"""Telling all staff "do not respond": write, look once more, send; correcting it and lifting it again.

What is looked at last is exactly what is sent, to exactly the audience that is frozen then. It decides who may send
which text; how a version takes the place of the one before is for ``notice_versions``. The text is the one exception
to "pointers only": directie approved it, and it is checked for names first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models import audiences, entries, inbox, notices, people
from models.notices import Notice
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Form
from workflows.cards.notice_cards import Message, notice_card
from workflows.cards.notice_forms import MAX, SCOPES, VIA, Plan, compose_form, preview_form
from workflows.cards.questions import value_label
from workflows.cards.words import date_and_time
from workflows.engine.actions import Finish
from workflows.engine.errors import NotAllowedError, StaleActionError, UnknownActionError
from workflows.engine.protocol import sends
from workflows.usecases.carry import carry_out
from workflows.usecases.context import Context, in_one
from workflows.usecases.notice_aim import Aim, Held, held, overtaken
from workflows.usecases.notice_names import names_in
from workflows.usecases.notice_versions import lifting_reach, start_version
from workflows.usecases.once import once
from workflows.usecases.submit import InvalidFormError
from workflows.usecases.tell import post


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What directie wrote; ``outsiders`` are the members of the channel who are not on the staff list, if counted."""

    text: str
    via: str
    scope: str = "school"
    outsiders: int | None = 0
    base: str = ""


def compose(ctx: Context, actor: Contact, aim: Aim) -> Form:
    """Return the form with the text filled in. Raises WorkflowError when this person may not."""

    def work(tx: Transaction) -> Form:
        found = held(ctx, tx, actor, aim)
        base = found.running.id if found.running else ""
        kept = _latest_draft(ctx, tx, actor, found)
        plan = _plan(ctx, tx, found, kept or _first_draft(found))
        if kept and kept.base != base and found.running and found.sort == "fix":
            plan = replace(plan, overtaken=found.running.text)
        way = {} if found.sort == "notice" else {"via": plan.via or "direct"}
        return compose_form(plan, replace(aim, base=base).context | way | {"draft": ctx.new_id()})

    return in_one(ctx, work)


def preview(ctx: Context, actor: Contact, aim: Aim, draft: Draft, key: str) -> Form:
    """Keep the draft and return the last look: text, count, warnings. Raises InvalidFormError.

    What was written about a version that is gone meanwhile is kept too, and refused with StaleActionError.
    """
    _check_text(draft.text)
    names = _names(ctx, actor, aim, draft.text)

    def work(tx: Transaction) -> Form | StaleActionError:
        found = held(ctx, tx, actor, aim)
        if inbox.find(tx, key) is None:  # the names were looked for in all that was typed
            entries.note(tx, found.case.id, ctx.now(), actor.id, "gelezen")
        if refusal := overtaken(found, aim.base):
            notices.add(tx, ctx.keyring, _noted(ctx, tx, actor, found, draft, aim.base))
            return refusal
        notice = _kept(ctx, tx, actor, found, draft, key)
        plan = _plan(ctx, tx, found, _draft_of(notice))
        plan = replace(plan, warnings=_warnings(found, plan, notice.outsiders, names))
        return preview_form(plan, aim.context | {"notice": notice.id})

    form = in_one(ctx, work)
    if isinstance(form, StaleActionError):
        raise form
    return form


def send(ctx: Context, actor: Contact, aim: Aim, notice_id: str, *, sure: bool, key: str) -> str:
    """Send a notice to its audience; returns the case id. Sent twice it goes out once.

    ``sure`` is needed when the last look warned of names or of readers who are not staff.
    """
    names = () if sure else _names_of_draft(ctx, actor, aim, notice_id, key)

    def work(tx: Transaction) -> None:
        found = held(ctx, tx, actor, aim, lock=True)
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or notice.case_id != found.case.id or notice.sender != actor.id or notice.type != found.type:
            raise StaleActionError("error.notice_gone")
        if notice.state != "draft":
            raise StaleActionError("error.notice_gone")
        if refusal := overtaken(found, notice.previous or ""):
            raise refusal
        plan = _plan(ctx, tx, found, _draft_of(notice))
        if not sure and _warnings(found, plan, notice.outsiders, names):
            raise InvalidFormError({"zeker": say("notice.sure_needed")})
        if not found.fixes:
            _finish(ctx, tx, actor, found)
        start_version(ctx, tx, found, notice)

    return once(ctx, actor, aim.case_id, key, work)


def try_out(ctx: Context, actor: Contact, aim: Aim, notice_id: str, key: str, *, sure: bool) -> bool:
    """Send a draft to its writer only; False when it holds names of which they did not say that these may be there.

    What is in Slack stays there: this message is one as well. Raises NotAllowedError and StaleActionError.
    """
    if not sure and _names_of_draft(ctx, actor, aim, notice_id, key):
        return False

    def work(tx: Transaction) -> None:
        found = held(ctx, tx, actor, aim)
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or notice.sender != actor.id or notice.case_id != found.case.id:
            raise NotAllowedError
        card = notice_card(Message(text=notice.text, lifting=notice.lifts, note=say("notice.test_note")), ctx.now())
        post(ctx, tx, f"test:{notice_id}:{key}"[:150], actor.id, card, case_id=notice.case_id)

    in_one(ctx, work)
    return True


def _finish(ctx: Context, tx: Transaction, actor: Contact, found: Held) -> None:
    """The round ends with what is sent; a correction ends none."""
    outcome = sends(found.task)
    if outcome is None:
        raise UnknownActionError(task=found.round.task)
    carry_out(
        ctx,
        tx,
        found.case.id,
        Finish(actor=actor.id, task=found.round.task, number=found.round.number, outcome=outcome),
    )


def _first_draft(found: Held) -> Draft:
    """What the form begins with: the text that runs, or the protocol's with the platform and the moment filled in."""
    running = found.running
    if found.fixes and running:
        return Draft(text=running.text, via=running.via, scope=running.scope)
    template = found.protocol.texts[found.type]
    platform = found.case.fact("platform")
    known = platform is not None and platform not in ("onbekend", "anders")
    words = value_label(found.protocol, "platform", platform or "", {}) if known else say("notice.online")
    text = template.replace("{platform}", words).replace("{moment}", date_and_time(found.case.created_at))
    return Draft(text=text, via="direct")


def _latest_draft(ctx: Context, tx: Transaction, actor: Contact, found: Held) -> Draft | None:
    """What this person wrote and did not send since they last sent something: going back loses nothing."""
    mine = [one for one in notices.of_case(tx, ctx.keyring, found.grant) if one.sender == actor.id]
    sent = max((one.version for one in mine if one.state != "draft"), default=0)
    drafts = [one for one in mine if one.state == "draft" and one.type == found.type and one.version > sent]
    return _draft_of(drafts[-1]) if drafts else None


def _draft_of(notice: Notice) -> Draft:
    base = notice.previous or ""
    return Draft(text=notice.text, via=notice.via, scope=notice.scope, outsiders=notice.outsiders, base=base)


def _plan(ctx: Context, tx: Transaction, found: Held, draft: Draft) -> Plan:
    via, scope = _ways(ctx, found, draft)
    via, count = _reach(ctx, tx, found, scope, via)
    return Plan(
        text=draft.text,
        via=via,
        people=count,
        sort=found.sort,
        scope=scope,
        school=found.case.school,
        has_channel=bool(ctx.options.announcements),
        has_schools=len(people.schools(tx)) > 1,
        asks=ctx.options.read_button,
    )


def _ways(ctx: Context, found: Held, draft: Draft) -> tuple[str, str]:
    """How and to whom: a next version goes as the first one did, and never to a channel that is not there any more."""
    given: Draft | Notice = draft if found.sort == "notice" or found.running is None else found.running
    via = given.via if given.via in VIA and ctx.options.announcements else "direct"
    return via, given.scope if given.scope in SCOPES else "school"


def _reach(ctx: Context, tx: Transaction, found: Held, scope: str, via: str) -> tuple[str, int]:
    """Return which way it really goes, and to how many."""
    if found.running is None or found.sort == "notice":
        return via, audiences.staff_count(tx, found.case.school, scope)
    if found.sort == "lift":
        return lifting_reach(ctx, tx, found.running, via)
    return via, found.running.audience


def _names(ctx: Context, actor: Contact, aim: Aim, text: str) -> tuple[str, ...]:
    """Look for names while nothing is being written: with ten thousand colleagues that takes a second."""
    with ctx.store.read() as tx:
        return names_in(ctx, tx, held(ctx, tx, actor, aim).grant, text)


def _names_of_draft(ctx: Context, actor: Contact, aim: Aim, notice_id: str, key: str) -> tuple[str, ...]:
    """The same for what will be sent; a gesture that comes twice was looked at the first time."""
    with ctx.store.read() as tx:
        notice = None if inbox.find(tx, key) else notices.load(tx, ctx.keyring, notice_id)
    return _names(ctx, actor, aim, notice.text) if notice else ()


def _warnings(found: Held, plan: Plan, outsiders: int | None, names: Sequence[str]) -> tuple[str, ...]:
    """What needs a second look: names, and readers in the channel who are not staff."""
    warnings = [say("notice.names", names=", ".join(names[:5]))] if names else []
    in_channel = plan.via != "direct" and found.sort != "lift"  # who read the notice there may read that it is over
    if in_channel and outsiders is None:
        warnings.append(say("notice.not_counted"))
    elif in_channel and outsiders:
        warnings.append(say("notice.outsiders", count=outsiders))
    return tuple(warnings) if plan.people or plan.is_for_nobody else (*warnings, say("notice.nobody"))


def _check_text(text: str) -> None:
    """There must be something to read, and not more than fits."""
    if not any(letter.isprintable() and not letter.isspace() for letter in text):
        raise InvalidFormError({"mededeling": say("field.required")})
    if len(text) > MAX:
        raise InvalidFormError({"mededeling": say("field.long", max=MAX)})


def _kept(ctx: Context, tx: Transaction, actor: Contact, found: Held, draft: Draft, key: str) -> Notice:
    """Keep what was written, once: what is looked at last is exactly what will be sent."""
    seen = inbox.find(tx, key)
    known = notices.load(tx, ctx.keyring, str(seen["notice"])) if seen else None
    if known is not None:
        return known
    notice = _noted(ctx, tx, actor, found, draft, found.running.id if found.running else "")
    notices.add(tx, ctx.keyring, notice)
    inbox.take(tx, key, actor.id, ctx.now(), {"notice": notice.id})
    return notice


def _noted(ctx: Context, tx: Transaction, actor: Contact, found: Held, draft: Draft, base: str) -> Notice:
    """Return the draft as it is kept, with what its writer is warned of."""
    via, scope = _ways(ctx, found, draft)
    return Notice(
        id=ctx.new_id(),
        case_id=found.case.id,
        type=found.type,
        version=notices.count(tx, found.case.id) + 1,
        text=draft.text.strip(),
        sender=actor.id,
        school=found.case.school,
        via=via,
        state="draft",
        created_at=ctx.now(),
        scope=scope,
        previous=base or None,
        outsiders=draft.outsiders,
    )
