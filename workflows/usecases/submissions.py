"""What each submitted form means. A form's name is its name here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from models import people
from texts import say
from workflows.cards.hand_over_form import COLLEAGUE, REASON, TASK
from workflows.cards.hand_over_form import NAME as HAND_OVER
from workflows.cards.replies import Reply
from workflows.engine.errors import UnknownActionError
from workflows.usecases import forms, home, notice
from workflows.usecases.act import act
from workflows.usecases.add import add
from workflows.usecases.ask import ask
from workflows.usecases.correct import correct
from workflows.usecases.gesture import Gesture, choice_of, round_of, shown, where_of
from workflows.usecases.hand_over import Handing, hand_over
from workflows.usecases.leave import take_leave
from workflows.usecases.leave_forms import understood
from workflows.usecases.messenger import DeliveryError
from workflows.usecases.reopen import reopen
from workflows.usecases.submit import InvalidFormError, submit
from workflows.usecases.withdraw import withdraw

Submission = Callable[[Gesture], Reply]


def intake(gesture: Gesture) -> Reply:
    kind = gesture.context.get("kind", "")
    with gesture.ctx.store.read() as tx:
        known = kind in gesture.ctx.protocol.kinds and home.may_start(gesture.ctx, tx, gesture.person, kind)
    if not known:
        raise UnknownActionError
    more = gesture.context.get("more") == "1"
    case_id = submit(gesture.ctx, gesture.person, kind, gesture.answers, gesture.key, more=more)
    return Reply(form=forms.receipt(gesture.ctx, gesture.person, case_id))


def outcome(gesture: Gesture) -> Reply:
    choice = choice_of("|".join(gesture.context.get(key, "") for key in ("case", "task", "round", "outcome")))
    case_id = act(gesture.ctx, gesture.person, choice, gesture.answers, gesture.key)
    return shown(gesture, case_id, say("said.done"))


def addition(gesture: Gesture) -> Reply:
    case_id = add(gesture.ctx, gesture.person, gesture.case_id, gesture.answers, gesture.key)
    return shown(gesture, case_id, say("said.added"))


def question(gesture: Gesture) -> Reply:
    case_id = ask(gesture.ctx, gesture.person, gesture.case_id, gesture.text("vraag"), gesture.key)
    return shown(gesture, case_id, say("said.asked"))


def correction(gesture: Gesture) -> Reply:
    case_id = correct(gesture.ctx, gesture.person, gesture.case_id, gesture.answers, gesture.key)
    return shown(gesture, case_id, say("said.corrected"))


def handing_over(gesture: Gesture) -> Reply:
    """Hand over the only task there was, or the one that was chosen."""
    chosen = gesture.text(TASK)
    _, task, number = round_of(f"|{chosen}") if chosen else where_of(gesture.context)
    to, reason = gesture.text(COLLEAGUE), gesture.text(REASON)
    handing = Handing(case_id=gesture.case_id, task=task, number=number, colleague=to, reason=reason)
    case_id = hand_over(gesture.ctx, gesture.person, handing, gesture.key)
    return shown(gesture, case_id, say("said.handed_over"))


def withdrawal(gesture: Gesture) -> Reply:
    case_id = withdraw(gesture.ctx, gesture.person, gesture.case_id, gesture.text("reden"), gesture.key)
    return shown(gesture, case_id, say("said.withdrawn"))


def reopening(gesture: Gesture) -> Reply:
    case_id = reopen(gesture.ctx, gesture.person, gesture.case_id, gesture.text("reden"), gesture.key)
    return shown(gesture, case_id, say("said.reopened"))


def notice_text(gesture: Gesture) -> Reply:
    via = gesture.text("via") or "direct"
    outsiders = _outsiders(gesture) if via != "direct" else 0
    draft = notice.Draft(text=gesture.text("mededeling"), via=via, outsiders=outsiders)
    return Reply(form=notice.preview(gesture.ctx, gesture.person, where_of(gesture.context), draft, gesture.key))


def notice_send(gesture: Gesture) -> Reply:
    sure = bool(gesture.answers.get("zeker"))
    if gesture.context.get("warned") and not sure:
        raise InvalidFormError({"zeker": say("notice.sure_needed")})
    draft = gesture.context.get("notice", "")
    case_id = notice.send(gesture.ctx, gesture.person, where_of(gesture.context), draft, sure=sure, key=gesture.key)
    return shown(gesture, case_id, say("said.sent"))


def leave(gesture: Gesture) -> Reply:
    return understood(take_leave(gesture.ctx, gesture.person, gesture.answers, gesture.key, other=False))


def leave_other(gesture: Gesture) -> Reply:
    return understood(take_leave(gesture.ctx, gesture.person, gesture.answers, gesture.key, other=True))


def _outsiders(gesture: Gesture) -> int | None:
    """Return how many members of the announcement channel are not on the staff list; None when Slack is silent."""
    channel = gesture.ctx.options.announcements
    if not channel:
        return 0
    try:
        found = gesture.messenger.channel_members(channel)
    except DeliveryError:
        return None
    with gesture.ctx.store.read() as tx:
        known = {one.member for one in people.everyone(tx) if one.active and one.listed}
    return len([member for member in found if member not in known])


SUBMISSIONS: Mapping[str, Submission] = MappingProxyType(
    {
        "intake": intake,
        "outcome": outcome,
        "add": addition,
        "ask": question,
        "correct": correction,
        HAND_OVER: handing_over,
        "withdraw": withdrawal,
        "reopen": reopening,
        "notice": notice_text,
        "notice_send": notice_send,
        "leave": leave,
        "leave_other": leave_other,
    }
)
