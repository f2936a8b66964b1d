"""What each button means. A button's action is its name here; its value says which thing, as ids."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from texts import say
from workflows.cards.dossier_paper import ADDITION, PLACE
from workflows.cards.questions import NOTHING
from workflows.cards.replies import Reply
from workflows.cards.rules import TEXT, inserts_for
from workflows.engine.case import Value
from workflows.engine.errors import UnknownActionError
from workflows.usecases import dossier, forms, notice, notice_reminder, notice_status, notice_stop, reading
from workflows.usecases.act import act
from workflows.usecases.desk import Answer
from workflows.usecases.gesture import Gesture, choice_of, number_of, round_of, shown
from workflows.usecases.hand_over import handing_form
from workflows.usecases.hold import holding_form
from workflows.usecases.home import home
from workflows.usecases.leave import end_leave
from workflows.usecases.leave_forms import others_leave, own_leave, understood
from workflows.usecases.merge import merge
from workflows.usecases.notice_aim import Aim, aim_of
from workflows.usecases.own_view import view_form
from workflows.usecases.restrict import resting_form
from workflows.usecases.rights import asking_form
from workflows.usecases.sight import see
from workflows.usecases.timeline import timeline

Press = Callable[[Gesture], Reply]


def start(gesture: Gesture) -> Reply:
    return forms.start(gesture.ctx, gesture.person, gesture.value)


def more(gesture: Gesture) -> Reply:
    return _intake_again(gesture, whole=True)


def changed(gesture: Gesture) -> Reply:
    """A choice that changes its form: only the intake has one."""
    return _intake_again(gesture, whole=gesture.context.get("more") == "1")


def insertion(gesture: Gesture) -> Reply:
    """Put the protocol's own words into the text, in the name of this person (a disclaimer, a job title)."""
    kind, _, key = gesture.value.partition("|")
    insert = gesture.ctx.protocol.kinds[kind].inserts.get(key) if kind in gesture.ctx.protocol.kinds else None
    if insert is None:
        raise UnknownActionError
    answered = {name: words for name, value in gesture.answers.items() if (words := _typed(value))}
    if key not in inserts_for(gesture.ctx.protocol.kinds[kind], answered):
        return Reply(whisper=say("intake.insert_not"))
    text = forms.inserted(gesture.ctx, gesture.person, kind, insert, answered)
    return _intake_again(gesture, whole=gesture.context.get("more") == "1", given={TEXT: text})


def view(gesture: Gesture) -> Reply:
    return Reply(form=see(gesture.ctx, gesture.person, gesture.value))


def outcome(gesture: Gesture) -> Reply:
    """End a round at once, or ask first what this outcome asks."""
    choice = choice_of(gesture.value)
    form = forms.outcome(gesture.ctx, gesture.person, choice)
    if form is not None:
        return Reply(form=form)
    act(gesture.ctx, gesture.person, choice, {}, gesture.key)
    return shown(gesture, choice.case_id, say("said.done"))


def add(gesture: Gesture) -> Reply:
    return Reply(form=forms.addition(gesture.ctx, gesture.person, gesture.value))


def ask(gesture: Gesture) -> Reply:
    return Reply(form=forms.small(gesture.ctx, gesture.person, "ask", "vraag", gesture.value))


def hand_over(gesture: Gesture) -> Reply:
    return Reply(form=handing_form(gesture.ctx, gesture.person, gesture.value))


def withdraw(gesture: Gesture) -> Reply:
    return Reply(form=forms.small(gesture.ctx, gesture.person, "withdraw", "reden", gesture.value))


def reopen(gesture: Gesture) -> Reply:
    return Reply(form=forms.small(gesture.ctx, gesture.person, "reopen", "reden", gesture.value))


def hold(gesture: Gesture) -> Reply:
    return Reply(form=holding_form(gesture.ctx, gesture.person, "hold", gesture.value))


def release(gesture: Gesture) -> Reply:
    return Reply(form=holding_form(gesture.ctx, gesture.person, "release", gesture.value))


def correct(gesture: Gesture) -> Reply:
    return Reply(form=forms.correction(gesture.ctx, gesture.person, gesture.value))


def history(gesture: Gesture) -> Reply:
    """The latest page of the timeline, or the one that ends where the value says."""
    case_id, _, until = gesture.value.partition("|")
    page = number_of(until) if until else None
    return Reply(form=timeline(gesture.ctx, gesture.person, case_id, page))


def filed(gesture: Gesture) -> Reply:
    return Reply(form=dossier.dossier(gesture.ctx, gesture.person, gesture.value))


def amend(gesture: Gesture) -> Reply:
    return _writing(gesture, ADDITION)


def file_in(gesture: Gesture) -> Reply:
    return _writing(gesture, PLACE)


def join(gesture: Gesture) -> Reply:
    case_id, _, other = gesture.value.partition("|")
    merge(gesture.ctx, gesture.person, case_id, other, gesture.key)
    return shown(gesture, case_id, say("said.merged"))


def compose(gesture: Gesture) -> Reply:
    return Reply(form=notice.compose(gesture.ctx, gesture.person, _aim(gesture, fixes=False)))


def better(gesture: Gesture) -> Reply:
    """Write a better text for the notice that runs."""
    return Reply(form=notice.compose(gesture.ctx, gesture.person, _aim(gesture, fixes=True)))


def test(gesture: Gesture) -> Reply:
    sure, aim = bool(gesture.answers.get("zeker")), aim_of(gesture.context)
    sent = notice.try_out(gesture.ctx, gesture.person, aim, gesture.value, gesture.key, sure=sure)
    return Reply(whisper=say("said.tested" if sent else "said.sure_first"))


def read(gesture: Gesture) -> Reply:
    """A direct message is replaced for its reader, and so is the home page; who reads in a channel gets a line."""
    notice_id, _, where = gesture.value.partition("|")
    found = reading.read(gesture.ctx, gesture.person, notice_id)
    if found is None:
        return Reply(whisper=say("error.not_in_audience"))
    if where == "kanaal":
        return Reply(whisper=say(f"said.read_{found.state}"))
    return Reply(card=home(gesture.ctx, gesture.person) if where == "home" else found.card)


def status(gesture: Gesture) -> Reply:
    return Reply(form=notice_status.status(gesture.ctx, gesture.person, gesture.value))


def stop(gesture: Gesture) -> Reply:
    notice_id = notice_stop.stop(gesture.ctx, gesture.person, gesture.value, gesture.key)
    return Reply(form=notice_status.status(gesture.ctx, gesture.person, notice_id, say("said.stopped")))


def resume(gesture: Gesture) -> Reply:
    notice_id = notice_stop.resume(gesture.ctx, gesture.person, gesture.value, gesture.key)
    return Reply(form=notice_status.status(gesture.ctx, gesture.person, notice_id, say("said.resumed")))


def remind(gesture: Gesture) -> Reply:
    return Reply(form=notice_reminder.plan_form(gesture.ctx, gesture.person, gesture.value))


def leave_mine(gesture: Gesture) -> Reply:
    return Reply(form=own_leave(gesture.ctx, gesture.person))


def leave_others(gesture: Gesture) -> Reply:
    return Reply(form=others_leave(gesture.ctx, gesture.person))


def leave_end(gesture: Gesture) -> Reply:
    return understood(end_leave(gesture.ctx, gesture.person, gesture.value, gesture.key))


def nothing(_gesture: Gesture) -> Reply:
    """A link that the chat product follows by itself."""
    return Reply()


def _intake_again(gesture: Gesture, *, whole: bool, given: Mapping[str, Value] = NOTHING) -> Reply:
    kind = gesture.context.get("kind", gesture.value)
    if kind not in gesture.ctx.protocol.kinds:
        raise UnknownActionError
    typed = {key: words for key, value in gesture.answers.items() if (words := _typed(value))}
    draft = gesture.context.get("draft", "")
    return Reply(form=forms.intake(gesture.ctx, gesture.person, kind, {**typed, **given}, draft, more=whole))


def own_view(gesture: Gesture) -> Reply:
    return Reply(form=view_form(gesture.ctx, gesture.person, gesture.value))


def rest(gesture: Gesture) -> Reply:
    """Have a case rest, or go on when it does."""
    return Reply(form=resting_form(gesture.ctx, gesture.person, gesture.value))


def rights(gesture: Gesture) -> Reply:
    return Reply(form=asking_form(gesture.ctx, gesture.person))


def _writing(gesture: Gesture, what: str) -> Reply:
    case_id, _, entry = gesture.value.partition("|")
    return Reply(form=dossier.writing_form(gesture.ctx, gesture.person, case_id, entry, what))


def _aim(gesture: Gesture, *, fixes: bool) -> Aim:
    case_id, task, number = round_of(gesture.value)
    return Aim(case_id=case_id, task=task, number=number, fixes=fixes)


def _typed(value: Answer) -> Value:
    """Return what was typed or chosen; a file stays with the chat product until the form is sent."""
    return value if isinstance(value, str) else tuple(one for one in value if isinstance(one, str))


PRESSES: Mapping[str, Press] = MappingProxyType(
    {
        "start": start,
        "intake.more": more,
        "intake.insert": insertion,
        "form.changed": changed,
        "case.view": view,
        "case.add": add,
        "case.ask": ask,
        "case.correct": correct,
        "case.hand_over": hand_over,
        "case.withdraw": withdraw,
        "case.reopen": reopen,
        "case.hold": hold,
        "case.release": release,
        "case.merge": join,
        "case.own_view": own_view,
        "case.restrict": rest,
        "rights.ask": rights,
        "case.timeline": history,
        "timeline.page": history,
        "case.dossier": filed,
        "dossier.add": amend,
        "dossier.file": file_in,
        "task.outcome": outcome,
        "notice.compose": compose,
        "notice.correct": better,
        "notice.test": test,
        "notice.read": read,
        "notice.status": status,
        "notice.stop": stop,
        "notice.resume": resume,
        "notice.remind": remind,
        "leave.mine": leave_mine,
        "leave.others": leave_others,
        "leave.end": leave_end,
        "file.open": nothing,
    }
)
