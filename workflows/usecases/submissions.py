"""What each submitted form means. A form's name is its name here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from models import people
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.dossier_paper import ADDITION, PLACE
from workflows.cards.hand_over_form import COLLEAGUE, REASON, TASK
from workflows.cards.hand_over_form import NAME as HAND_OVER
from workflows.cards.keeping_form import REASON as WHY_KEPT
from workflows.cards.notice_status import NO_REMINDER, WHEN
from workflows.cards.own_view_form import NAME as OWN_VIEW
from workflows.cards.replies import Reply
from workflows.cards.restrict_form import RESTRICT, UNRESTRICT
from workflows.cards.rights_form import NAME as RIGHTS
from workflows.engine.errors import UnknownActionError
from workflows.usecases import dossier, home, notice, notice_reminder, notice_status
from workflows.usecases.act import act
from workflows.usecases.add import add
from workflows.usecases.ask import ask
from workflows.usecases.correct import correct
from workflows.usecases.gesture import Gesture, choice_of, round_of, shown, where_of
from workflows.usecases.hand_over import Handing, hand_over
from workflows.usecases.hold import hold, release
from workflows.usecases.leave import take_leave
from workflows.usecases.leave_forms import understood
from workflows.usecases.messenger import DeliveryError
from workflows.usecases.notice_aim import aim_of
from workflows.usecases.own_view import add_view
from workflows.usecases.reopen import reopen
from workflows.usecases.restrict import restrict, unrestrict
from workflows.usecases.rights import look_up
from workflows.usecases.submit import InvalidFormError, submit
from workflows.usecases.withdraw import withdraw

Submission = Callable[[Gesture], Reply]


def intake(gesture: Gesture) -> Reply:
    """Take a report or a question in; who this is, and what they may start, is looked at in the same transaction."""
    kind = gesture.context.get("kind", "")
    more = gesture.context.get("more") == "1"

    def melder(tx: Transaction) -> Contact:
        person = gesture.person_in(tx)
        if kind not in gesture.ctx.protocol.kinds or not home.may_start(gesture.ctx, tx, person, kind):
            raise UnknownActionError
        return person

    return Reply(form=submit(gesture.ctx, melder, kind, gesture.answers, gesture.key, more=more).form)


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


def holding(gesture: Gesture) -> Reply:
    case_id = hold(gesture.ctx, gesture.person, gesture.case_id, gesture.text(WHY_KEPT), gesture.key)
    return shown(gesture, case_id, say("said.held"))


def releasing(gesture: Gesture) -> Reply:
    case_id = release(gesture.ctx, gesture.person, gesture.case_id, gesture.text(WHY_KEPT), gesture.key)
    return shown(gesture, case_id, say("said.released"))


def view(gesture: Gesture) -> Reply:
    case_id = add_view(gesture.ctx, gesture.person, gesture.case_id, gesture.answers, gesture.key)
    return shown(gesture, case_id, say("said.own_view"))


def restriction(gesture: Gesture) -> Reply:
    case_id = restrict(gesture.ctx, gesture.person, gesture.case_id, gesture.answers, gesture.key)
    return shown(gesture, case_id, say("said.restricted"))


def unrestriction(gesture: Gesture) -> Reply:
    case_id = unrestrict(gesture.ctx, gesture.person, gesture.case_id, gesture.answers, gesture.key)
    return shown(gesture, case_id, say("said.unrestricted"))


def request(gesture: Gesture) -> Reply:
    return Reply(form=look_up(gesture.ctx, gesture.person, gesture.answers))


def dossier_addition(gesture: Gesture) -> Reply:
    return _to_dossier(gesture, ADDITION, say("said.dossier_added"))


def dossier_place(gesture: Gesture) -> Reply:
    return _to_dossier(gesture, PLACE, say("said.dossier_filed"))


def notice_text(gesture: Gesture) -> Reply:
    """Look at a notice once more; a better text goes the way that the first one went."""
    aim = aim_of(gesture.context)
    via = gesture.text("via") or gesture.context.get("via", "direct")
    scope = gesture.text("bereik") or "school"
    outsiders = _outsiders(gesture) if via != "direct" else 0
    draft = notice.Draft(text=gesture.text("mededeling"), via=via, scope=scope, outsiders=outsiders)
    return Reply(form=notice.preview(gesture.ctx, gesture.person, aim, draft, gesture.key))


def notice_send(gesture: Gesture) -> Reply:
    sure = bool(gesture.answers.get("zeker"))
    draft, aim = gesture.context.get("notice", ""), aim_of(gesture.context)
    case_id = notice.send(gesture.ctx, gesture.person, aim, draft, sure=sure, key=gesture.key)
    return shown(gesture, case_id, say("said.sent"))


def notice_remind(gesture: Gesture) -> Reply:
    """Plan the reminder, and show who has read the notice again."""
    chosen = gesture.text(WHEN)
    if not chosen:
        raise InvalidFormError({WHEN: say("field.required")})
    notice_id = notice_reminder.plan(
        gesture.ctx, gesture.person, gesture.context.get("notice", ""), chosen, gesture.key
    )
    said = say("said.no_reminder" if chosen == NO_REMINDER else "said.reminder")
    return Reply(form=notice_status.status(gesture.ctx, gesture.person, notice_id, said))


def leave(gesture: Gesture) -> Reply:
    return understood(take_leave(gesture.ctx, gesture.person, gesture.answers, gesture.key, other=False))


def leave_other(gesture: Gesture) -> Reply:
    return understood(take_leave(gesture.ctx, gesture.person, gesture.answers, gesture.key, other=True))


def _to_dossier(gesture: Gesture, what: str, said: str) -> Reply:
    """Add to an entry and show the dossier again."""
    entry, text = gesture.context.get("entry", ""), gesture.text(what)
    case_id = dossier.add_to(gesture.ctx, gesture.person, gesture.case_id, entry, what, text, gesture.key)
    return Reply(form=dossier.dossier(gesture.ctx, gesture.person, case_id, said))


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
        OWN_VIEW: view,
        RESTRICT: restriction,
        UNRESTRICT: unrestriction,
        RIGHTS: request,
        "dossier_add": dossier_addition,
        "dossier_file": dossier_place,
        "hold": holding,
        "release": releasing,
        "notice": notice_text,
        "notice_send": notice_send,
        "notice_remind": notice_remind,
        "leave": leave,
        "leave_other": leave_other,
    }
)
