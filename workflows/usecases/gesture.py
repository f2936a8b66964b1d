"""One thing that a known person did, on its way from the desk to a use case."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.people import Contact
from texts import say
from workflows.cards.outcome_form import told_form
from workflows.cards.replies import Reply
from workflows.engine.errors import NotAllowedError, UnknownActionError
from workflows.usecases.act import Choice
from workflows.usecases.context import Context
from workflows.usecases.desk import Answer
from workflows.usecases.messenger import Messenger
from workflows.usecases.sight import see


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """Who did what: a button's value, the form it stood in, and a key that is the same when it comes twice."""

    ctx: Context
    messenger: Messenger
    person: Contact
    value: str
    context: Mapping[str, str]
    answers: Mapping[str, Answer]
    key: str

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
    if not text.isdigit() or len(text) > 9:
        raise UnknownActionError
    return int(text)
