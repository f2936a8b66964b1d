"""The desk of one school: which use case a gesture means, and what the person sees next.

It opens no transaction of its own. A refusal becomes a sentence here, so that no face has to know the errors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models import people
from models.people import Contact
from texts import say
from workflows.cards.elements import Card
from workflows.cards.intake_form import intake_form
from workflows.cards.outcome_form import told_form
from workflows.cards.replies import Reply
from workflows.cards.words import moment
from workflows.engine.case import Value
from workflows.engine.errors import (
    IncompleteError,
    NotAllowedError,
    StaleActionError,
    UnknownActionError,
    WorkflowError,
)
from workflows.usecases import forms, members, notice, submit, talk
from workflows.usecases.act import Choice, act
from workflows.usecases.context import Context
from workflows.usecases.desk import Answer, UnknownMemberError
from workflows.usecases.home import home
from workflows.usecases.messenger import DeliveryError, Member, Messenger
from workflows.usecases.sight import see
from workflows.usecases.submit import InvalidFormError

_PREFILL = 3000


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """One thing that a known person did."""

    person: Contact
    value: str
    context: Mapping[str, str]
    answers: Mapping[str, Answer]
    key: str


class SchoolDesk:
    """Implements ``workflows.usecases.desk.Desk``."""

    def __init__(self, ctx: Context, messenger: Messenger) -> None:
        self._ctx = ctx
        self._messenger = messenger
        self._presses: dict[str, Callable[[Gesture], Reply]] = {
            "start": self._start_pressed,
            "intake.more": self._more,
            "form.changed": self._changed,
            "case.view": self._view,
            "case.add": self._add,
            "case.ask": self._ask,
            "case.correct": self._correct,
            "case.withdraw": self._withdraw,
            "case.reopen": self._reopen,
            "case.merge": self._merge,
            "task.outcome": self._outcome,
            "notice.compose": self._compose,
            "notice.test": self._test,
            "notice.read": self._read,
            "notice.status": self._status,
            "file.open": lambda gesture: Reply(),
        }
        self._forms: dict[str, Callable[[Gesture], Reply]] = {
            "intake": self._submit_intake,
            "outcome": self._submit_outcome,
            "add": self._submit_add,
            "ask": self._submit_ask,
            "correct": self._submit_correct,
            "withdraw": self._submit_withdraw,
            "reopen": self._submit_reopen,
            "notice": self._submit_notice,
            "notice_send": self._submit_notice_send,
        }

    def enroll(self, member: Member) -> None:
        members.enroll(self._ctx, member)

    def start(self, member: str, kind: str, *, text: str = "", link: str = "") -> Reply:
        person = self._person(member)
        protocol = self._ctx.protocol
        if kind not in protocol.kinds:
            initial: dict[str, Value] = {"toelichting_vraag": text[:_PREFILL]} if text else {}
            if kind == "pers":
                return Reply(form=forms.no_press_rule(self._ctx, initial))
            return Reply(whisper=say("error.unknown_kind"))
        if not forms.may_start(self._ctx, person, kind):
            return Reply(whisper=say("error.may_not_start"))
        return Reply(form=intake_form(protocol, kind, forms.prefilled(protocol, kind, text, link), self._ctx.new_id()))

    def guide(self, member: str) -> Reply:
        return Reply(form=forms.guide(self._ctx, self._person(member)))

    def home(self, member: str) -> Card:
        return home(self._ctx, self._person(member))

    def press(
        self,
        member: str,
        action: str,
        value: str,
        *,
        context: Mapping[str, str],
        answers: Mapping[str, Answer],
        key: str,
    ) -> Reply:
        handler = self._presses.get(action)
        person = self._person(member)
        if handler is None:
            return Reply(whisper=say("error.unknown"))
        try:
            return handler(Gesture(person=person, value=value, context=context, answers=answers, key=key))
        except WorkflowError as error:
            return Reply(whisper=self._sentence(error))
        except InvalidFormError as error:
            return Reply(whisper=" ".join(error.errors.values()))

    def submit(
        self, member: str, form: str, *, context: Mapping[str, str], answers: Mapping[str, Answer], key: str
    ) -> Reply:
        handler = self._forms.get(form)
        person = self._person(member)
        if handler is None:
            return Reply(errors={"": say("error.unknown")})
        try:
            return handler(Gesture(person=person, value="", context=context, answers=answers, key=key))
        except InvalidFormError as error:
            return Reply(errors=error.errors)
        except IncompleteError as error:
            return Reply(errors={field: say(text) for field, text in error.fields.items()})
        except WorkflowError as error:
            return Reply(errors={"": self._sentence(error)})

    # Presses

    def _start_pressed(self, gesture: Gesture) -> Reply:
        return self.start(gesture.person.member or "", gesture.value)

    def _more(self, gesture: Gesture) -> Reply:
        return self._intake_again(gesture, more=True)

    def _changed(self, gesture: Gesture) -> Reply:
        """A choice that changes its form: only the intake has one."""
        return self._intake_again(gesture, more=gesture.context.get("more") == "1")

    def _intake_again(self, gesture: Gesture, *, more: bool) -> Reply:
        kind = gesture.context.get("kind", gesture.value)
        if kind not in self._ctx.protocol.kinds:
            raise UnknownActionError
        initial = {key: value for key, value in gesture.answers.items() if isinstance(value, str)}
        draft = gesture.context.get("draft", "")
        return Reply(form=intake_form(self._ctx.protocol, kind, initial, draft, more=more))

    def _view(self, gesture: Gesture) -> Reply:
        return Reply(form=see(self._ctx, gesture.person, gesture.value))

    def _outcome(self, gesture: Gesture) -> Reply:
        choice = _choice(gesture.value)
        form = forms.outcome(self._ctx, gesture.person, choice)
        if form is not None:
            return Reply(form=form)
        act(self._ctx, gesture.person, choice, {}, gesture.key)
        return self._shown(gesture.person, choice.case_id, say("said.done"))

    def _add(self, gesture: Gesture) -> Reply:
        return Reply(form=forms.addition(self._ctx, gesture.person, gesture.value))

    def _ask(self, gesture: Gesture) -> Reply:
        return Reply(form=forms.small("ask", "vraag", gesture.value, self._ctx))

    def _withdraw(self, gesture: Gesture) -> Reply:
        return Reply(form=forms.small("withdraw", "reden", gesture.value, self._ctx))

    def _reopen(self, gesture: Gesture) -> Reply:
        return Reply(form=forms.small("reopen", "reden", gesture.value, self._ctx))

    def _correct(self, gesture: Gesture) -> Reply:
        return Reply(form=forms.correction(self._ctx, gesture.person, gesture.value))

    def _merge(self, gesture: Gesture) -> Reply:
        case_id, _, other = gesture.value.partition("|")
        talk.merge(self._ctx, gesture.person, case_id, other, gesture.key)
        return self._shown(gesture.person, case_id, say("said.merged"))

    def _compose(self, gesture: Gesture) -> Reply:
        case_id, task, number = _round(gesture.value)
        return Reply(form=notice.compose(self._ctx, gesture.person, case_id, task, number))

    def _test(self, gesture: Gesture) -> Reply:
        notice.try_out(self._ctx, gesture.person, gesture.value, gesture.key)
        return Reply(whisper=say("said.tested"))

    def _read(self, gesture: Gesture) -> Reply:
        notice_id, _, where = gesture.value.partition("|")
        card = notice.read(self._ctx, gesture.person, notice_id)
        if card is None:
            return Reply(whisper=say("error.not_in_audience"))
        return Reply(whisper=say("said.read")) if where == "kanaal" else Reply(card=card)

    def _status(self, gesture: Gesture) -> Reply:
        return Reply(form=notice.status(self._ctx, gesture.person, gesture.value))

    # Submissions

    def _submit_intake(self, gesture: Gesture) -> Reply:
        kind = gesture.context.get("kind", "")
        if kind not in self._ctx.protocol.kinds or not forms.may_start(self._ctx, gesture.person, kind):
            raise UnknownActionError
        more = gesture.context.get("more") == "1"
        case_id = submit.submit(self._ctx, gesture.person, kind, gesture.answers, gesture.key, more=more)
        return Reply(form=forms.receipt(self._ctx, gesture.person, case_id))

    def _submit_outcome(self, gesture: Gesture) -> Reply:
        context = gesture.context
        choice = _choice("|".join(context.get(key, "") for key in ("case", "task", "round", "outcome")))
        case_id = act(self._ctx, gesture.person, choice, gesture.answers, gesture.key)
        return self._shown(gesture.person, case_id, say("said.done"))

    def _submit_add(self, gesture: Gesture) -> Reply:
        case_id = talk.add(self._ctx, gesture.person, gesture.context.get("case", ""), gesture.answers, gesture.key)
        return self._shown(gesture.person, case_id, say("said.added"))

    def _submit_ask(self, gesture: Gesture) -> Reply:
        question = str(gesture.answers.get("vraag", ""))
        case_id = talk.ask(self._ctx, gesture.person, gesture.context.get("case", ""), question, gesture.key)
        return self._shown(gesture.person, case_id, say("said.asked"))

    def _submit_correct(self, gesture: Gesture) -> Reply:
        case_id = talk.correct(self._ctx, gesture.person, gesture.context.get("case", ""), gesture.answers, gesture.key)
        return self._shown(gesture.person, case_id, say("said.corrected"))

    def _submit_withdraw(self, gesture: Gesture) -> Reply:
        reason = str(gesture.answers.get("reden", ""))
        case_id = talk.withdraw(self._ctx, gesture.person, gesture.context.get("case", ""), reason, gesture.key)
        return self._shown(gesture.person, case_id, say("said.withdrawn"))

    def _submit_reopen(self, gesture: Gesture) -> Reply:
        reason = str(gesture.answers.get("reden", ""))
        case_id = talk.reopen(self._ctx, gesture.person, gesture.context.get("case", ""), reason, gesture.key)
        return self._shown(gesture.person, case_id, say("said.reopened"))

    def _submit_notice(self, gesture: Gesture) -> Reply:
        text, via = str(gesture.answers.get("mededeling", "")), str(gesture.answers.get("via", "direct")) or "direct"
        outsiders = self._outsiders() if via != "direct" else 0
        where = _where(gesture.context)
        return Reply(form=notice.preview(self._ctx, gesture.person, where, text, via, gesture.key, outsiders))

    def _submit_notice_send(self, gesture: Gesture) -> Reply:
        sure = bool(gesture.answers.get("zeker"))
        draft = gesture.context.get("notice", "")
        case_id = notice.send(self._ctx, gesture.person, _where(gesture.context), draft, sure=sure, key=gesture.key)
        return self._shown(gesture.person, case_id, say("said.sent"))

    # What comes next

    def _shown(self, person: Contact, case_id: str, said: str) -> Reply:
        """The case as it is now, if this person may still see it: who holds the next task goes straight on."""
        try:
            return Reply(form=see(self._ctx, person, case_id, said))
        except NotAllowedError:
            return Reply(form=told_form(say("told.title"), said))

    def _outsiders(self) -> int:
        """Return how many members of the announcement channel are not on the staff list; 0 when Slack is silent."""
        channel = self._ctx.options.announcements
        if not channel:
            return 0
        try:
            found = self._messenger.channel_members(channel)
        except DeliveryError:
            return 0
        with self._ctx.store.read() as tx:
            known = {one.member for one in people.everyone(tx) if one.active and one.listed}
        return len([member for member in found if member not in known]) - 1 if found else 0

    def _person(self, member: str) -> Contact:
        person = members.find(self._ctx, member)
        if person is None:
            raise UnknownMemberError(member)
        return person

    def _sentence(self, error: WorkflowError) -> str:
        params = dict(error.params)
        if isinstance(error, StaleActionError) and params.get("by"):
            with self._ctx.store.read() as tx:
                who = people.by_id(tx, params["by"])
            params["by"] = who.name if who else say("words.clock")
            params["at"] = moment(datetime.fromisoformat(params["at"]), self._ctx.now())
        return say(error.key, **params) if params else say(error.key)


def _choice(value: str) -> Choice:
    case_id, task, number, outcome = (*value.split("|"), "", "", "", "")[:4]
    return Choice(case_id=case_id, task=task, number=_number(number), outcome=outcome)


def _round(value: str) -> tuple[str, str, int]:
    case_id, task, number = (*value.split("|"), "", "", "")[:3]
    return case_id, task, _number(number)


def _where(context: Mapping[str, str]) -> tuple[str, str, int]:
    return context.get("case", ""), context.get("task", ""), _number(context.get("round", ""))


def _number(text: str) -> int:
    if not text.isdigit() or len(text) > 9:
        raise UnknownActionError
    return int(text)
