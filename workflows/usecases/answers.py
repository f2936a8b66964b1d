"""What a form brings in, checked question by question: choices to facts and answers, words to content, files apart.

Nothing is saved here. Errors name the field and a sentence, and the form keeps what was typed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.contents import Writing
from texts import say
from workflows.cards.elements import Upload
from workflows.cards.questions import options_of
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Value
from workflows.engine.protocol import Protocol, Question
from workflows.usecases.desk import Answer

_TEXT = ("text", "longtext", "url")
_PEOPLE = ("person", "people")


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who writes, when, and in which round of which task."""

    person: str
    at: datetime
    new_id: Callable[[], str]
    task: str = ""
    number: int = 0


@dataclass(kw_only=True)
class Taken:
    """The checked answers of one form."""

    facts: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, Value] = field(default_factory=dict)
    writings: list[Writing] = field(default_factory=list)
    uploads: tuple[Upload, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return what was written for a question."""
        return next((one.text for one in self.writings if one.key == key), "")


def take(
    protocol: Protocol,
    keys: Iterable[str],
    answers: Mapping[str, Answer],
    known: Mapping[str, str],
    author: Author,
    *,
    optional: Iterable[str] = (),
) -> Taken:
    """Return the answers to these questions; ``known`` maps member ids to people, ``optional`` may stay empty."""
    taken = Taken()
    may_stay_empty = frozenset(optional)
    for key in dict.fromkeys(keys):
        answer = answers.get(key, "")
        _take_one(taken, protocol, key, answer, known, author)
        if key in may_stay_empty and not _plain(answer):
            taken.errors.pop(key, None)
    return taken


def member_ids(protocol: Protocol, keys: Iterable[str], answers: Mapping[str, Answer]) -> set[str]:
    """Return the member ids that these answers name."""
    found: set[str] = set()
    for key in keys:
        if protocol.question(key).type in _PEOPLE:
            value = answers.get(key, "")
            found |= {value} if isinstance(value, str) else {one for one in value if isinstance(one, str)}
    return found - {""}


def write(author: Author, key: str, text: str) -> Writing:
    """Return one piece of content by this author."""
    return Writing(
        id=author.new_id(),
        key=key,
        author=author.person,
        at=author.at,
        text=text,
        task=author.task,
        number=author.number,
    )


def _take_one(
    taken: Taken, protocol: Protocol, key: str, answer: Answer, known: Mapping[str, str], author: Author
) -> None:
    question = protocol.question(key)
    if question.type == "file":
        taken.uploads = tuple(one for one in answer if isinstance(one, Upload))
        return
    value = _plain(answer)
    if not value:
        if question.required:
            taken.errors[key] = say("field.required")
        return
    problem = _problem(protocol, question, value, known, author.at.astimezone(AMSTERDAM).date())
    if problem:
        taken.errors[key] = problem
    elif question.type in _TEXT:
        writing = write(author, key, value if isinstance(value, str) else " ".join(value))
        taken.writings.append(writing)
        taken.answers[key] = writing.id
    else:
        checked = _as_people(value, known) if question.type in _PEOPLE else value
        (taken.facts if key in protocol.facts else taken.answers)[key] = checked


def _plain(answer: Answer) -> Value:
    if isinstance(answer, str):
        return answer.strip()
    return tuple(one for one in answer if isinstance(one, str) and one)


def _problem(protocol: Protocol, question: Question, value: Value, known: Mapping[str, str], today: date) -> str:
    values = (value,) if isinstance(value, str) else value
    match question.type:
        case "choice" | "choices" | "article":
            allowed = {key for key, _ in options_of(protocol, question)}
            return "" if set(values) <= allowed else say("field.choice")
        case "person" | "people":
            return "" if all(one in known for one in values) else say("field.person")
        case "date":
            return _date_problem(question, values[0], today)
        case "url" if not values[0].lower().startswith(("http://", "https://")):
            return say("field.url")
        case _:
            return say("field.long", max=question.max) if len(values[0]) > question.max else ""


def _date_problem(question: Question, text: str, today: date) -> str:
    if not _is_date(text):
        return say("field.date")
    chosen = date.fromisoformat(text)
    if question.day == "past" and chosen > today:
        return say("field.date_past")
    return say("field.date_future") if question.day == "future" and chosen <= today else ""


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _as_people(value: Value, known: Mapping[str, str]) -> Value:
    return known[value] if isinstance(value, str) else tuple(known[one] for one in value)
