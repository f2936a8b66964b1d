"""One thing that a known person did, on its way from the desk to a use case."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from models import people
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.outcome_form import told_form
from workflows.cards.replies import Reply
from workflows.engine.errors import NotAllowedError, UnknownActionError
from workflows.usecases.act import Choice
from workflows.usecases.context import Context
from workflows.usecases.desk import Answer, UnknownMemberError
from workflows.usecases.messenger import Messenger
from workflows.usecases.sight import see


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """Who did what: a button's value, the form it stood in, and a key that is the same when it comes twice."""

    ctx: Context
    messenger: Messenger
    member: str
    value: str
    context: Mapping[str, str]
    answers: Mapping[str, Answer]
    key: str

    @cached_property
    def person(self) -> Contact:
        """Whoever did it; raises as ``person_in``."""
        with self.ctx.store.read() as tx:
            return self.person_in(tx)

    def must_work(self) -> None:
        """Refuse whoever no longer works here, whatever they did; raises as ``person_in``."""
        _ = self.person

    def person_in(self, tx: Transaction) -> Contact:
        """Return whoever did it; raises UnknownMemberError, and NotAllowedError for who no longer works here."""
        person = people.by_member(tx, self.member)
        if person is None:
            raise UnknownMemberError(self.member)
        if not person.works:
            raise NotAllowedError("error.inactive")
        return person

    @property
    def case_id(self) -> str:
        return self.context.get("case", "")

    def text(self, key: str) -> str:
        """Return what was typed for a question."""
        answer = self.answers.get(key, "")
        return answer if isinstance(answer, str) else ""


def shown(gesture: Gesture, case_id: str, said: str) -> Reply:
    """Return the case as it is now, if this person may still see it: who holds the next task goes straight on."""
    try:
        return Reply(form=see(gesture.ctx, gesture.person, case_id, said))
    except NotAllowedError:
        return Reply(form=told_form(say("told.title"), said))


def choice_of(value: str) -> Choice:
    """Read ``case|task|round|outcome``; UnknownActionError when it was edited."""
    case_id, task, number, outcome = (*value.split("|"), "", "", "", "")[:4]
    return Choice(case_id=case_id, task=task, number=number_of(number), outcome=outcome)


def round_of(value: str) -> tuple[str, str, int]:
    """Read ``case|task|round``."""
    case_id, task, number = (*value.split("|"), "", "", "")[:3]
    return case_id, task, number_of(number)


def where_of(context: Mapping[str, str]) -> tuple[str, str, int]:
    """Read the round that a form is about."""
    return context.get("case", ""), context.get("task", ""), number_of(context.get("round", ""))


def number_of(text: str) -> int:
    """Return the number that the app itself wrote; another notation was never in a button."""
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise UnknownActionError
    return int(text)
