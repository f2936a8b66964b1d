"""The desk of one school: who is this, what does the gesture mean, and what does the person see next.

It opens no transaction of its own. A refusal becomes a sentence here, so that no face has to know the errors.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from models import people
from models.people import Contact
from texts import say
from workflows.cards.elements import Card
from workflows.cards.home_card import told_card
from workflows.cards.replies import Reply
from workflows.cards.words import moment
from workflows.engine.errors import IncompleteError, StaleActionError, WorkflowError
from workflows.usecases import forms, members
from workflows.usecases.context import Context
from workflows.usecases.desk import Answer, UnknownMemberError
from workflows.usecases.gesture import Gesture
from workflows.usecases.home import home
from workflows.usecases.messenger import Member, Messenger
from workflows.usecases.presses import PRESSES
from workflows.usecases.submissions import SUBMISSIONS, intake
from workflows.usecases.submit import InvalidFormError

_NUMBER = re.compile(r"\d{4}-\d{4,9}", re.ASCII)


class SchoolDesk:
    """Implements ``workflows.usecases.desk.Desk``."""

    def __init__(self, ctx: Context, messenger: Messenger) -> None:
        self._ctx = ctx
        self._messenger = messenger

    def enroll(self, member: Member) -> None:
        members.enroll(self._ctx, member)

    def start(self, member: str, kind: str, *, text: str = "", link: str = "") -> Reply:
        person = self._person(member)
        return forms.start(self._ctx, person, kind, text, link) if person.works else _refused()

    def guide(self, member: str, text: str = "") -> Reply:
        person = self._person(member)
        if not person.works:
            return _refused()
        if not _NUMBER.fullmatch(text.strip()):
            return Reply(form=forms.guide(self._ctx, person))
        try:
            return Reply(form=forms.numbered(self._ctx, person, text.strip()))
        except WorkflowError as error:
            return Reply(whisper=self._sentence(error))

    def home(self, member: str) -> Card:
        person = self._person(member)
        return home(self._ctx, person) if person.works else told_card(say("error.inactive"))

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
        gesture = self._gesture(member, value, context, answers, key)
        handler = PRESSES.get(action)
        try:
            gesture.must_work()
            return handler(gesture) if handler else Reply(whisper=say("error.unknown"))
        except WorkflowError as error:
            return Reply(whisper=self._sentence(error))
        except InvalidFormError as error:
            return Reply(whisper=" ".join(error.errors.values()))

    def submit(
        self, member: str, form: str, *, context: Mapping[str, str], answers: Mapping[str, Answer], key: str
    ) -> Reply:
        gesture = self._gesture(member, "", context, answers, key)
        handler = SUBMISSIONS.get(form)
        try:
            if handler is not intake:  # it looks itself, in the transaction that takes the report in
                gesture.must_work()
            return handler(gesture) if handler else Reply(errors={"": say("error.unknown")})
        except InvalidFormError as error:
            return Reply(errors=error.errors)
        except IncompleteError as error:
            return Reply(errors={field: say(text) for field, text in error.fields.items()})
        except WorkflowError as error:
            return Reply(errors={"": self._sentence(error)})

    def _gesture(
        self, member: str, value: str, context: Mapping[str, str], answers: Mapping[str, Answer], key: str
    ) -> Gesture:
        return Gesture(
            ctx=self._ctx,
            messenger=self._messenger,
            member=member,
            value=value,
            context=context,
            answers=answers,
            key=key,
        )

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


def _refused() -> Reply:
    """Somebody who no longer works here sees nothing and can do nothing."""
    return Reply(whisper=say("error.inactive"))
