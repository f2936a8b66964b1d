"""Do all names in a protocol stand for something? Each problem is a dotted key of the file and what is wrong there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from workflows.engine.kind import Answer, Kind
from workflows.engine.part import DONE, When
from workflows.engine.performer import DoerOf, Each, NamedIn, RoleBy, RoleIn, SetterOf, Who
from workflows.engine.question import Question
from workflows.engine.task import Outcome, Task, outcomes

if TYPE_CHECKING:
    from workflows.engine.protocol import Protocol

Problems = Iterator[tuple[str, str]]
_NO_TASKS: Mapping[str, Task] = {}


class NamesError(ValueError):
    """Names in a protocol that stand for nothing: each ``problem`` is a dotted key and what is wrong there."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{key}: {message}" for key, message in problems))


def name_problems(protocol: "Protocol") -> Problems:
    """Yield every name that stands for nothing, or for two things."""
    yield from ((f"facts.{key}", "is a field as well") for key in protocol.facts if key in protocol.fields)
    yield from ((f"fields.{key}", "is a fact as well") for key in protocol.fields if key in protocol.facts)
    for group, questions in (("facts", protocol.facts), ("fields", protocol.fields)):
        for key, question in questions.items():
            yield from _question_problems(protocol, f"{group}.{key}", question, is_fact=group == "facts")
    for key, article in protocol.articles.items():
        yield from _conditions(protocol, _NO_TASKS, f"articles.{key}.when", article.when)
    for key, rule in protocol.dossiers.items():
        yield from _dossier_problems(protocol, f"dossiers.{key}", key, rule.when)
    for key, kind in protocol.kinds.items():
        yield from _kind_problems(protocol, f"kinds.{key}", kind)


def _question_problems(protocol: "Protocol", where: str, question: Question, *, is_fact: bool) -> Problems:
    if question.known and (not is_fact or question.type != "choice" or {*question.of} != {"ja", "nee"}):
        yield f"{where}.known", "only a fact with the choices ja and nee is known by itself"
    for name in question.when:
        if name in protocol.facts and protocol.facts[name].known is None:
            yield f"{where}.when.{name}", f"'{name}' is not known before somebody is asked"
    yield from _conditions(protocol, _NO_TASKS, f"{where}.when", question.when)
    for option, condition in question.excluded.items():
        if option not in question.of:
            yield f"{where}.excluded.{option}", f"'{option}' is no value of this question"
        yield from _conditions(protocol, _NO_TASKS, f"{where}.excluded.{option}", condition)


def _dossier_problems(protocol: "Protocol", where: str, poster: str, when: When) -> Problems:
    known = protocol.facts.get("plaatser")
    if known is None or poster not in known.of:
        yield where, f"'{poster}' is no value of the fact 'plaatser'"
    report = protocol.kinds.get("ontsporing")
    yield from _conditions(protocol, report.tasks if report else _NO_TASKS, f"{where}.when", when)


def _kind_problems(protocol: "Protocol", where: str, kind: Kind) -> Problems:
    for word, names in (("intake", kind.intake), ("more", kind.more)):
        yield from _questions(protocol, f"{where}.{word}", names)
        for name in names:
            if name in protocol.facts and protocol.facts[name].known:
                yield f"{where}.{word}", f"'{name}' is known by itself and is not asked"
    for group, parts in (("inserts", kind.inserts), ("remarks", kind.remarks)):
        for key, part in parts.items():
            yield from _conditions(protocol, _NO_TASKS, f"{where}.{group}.{key}.when", part.when)
    for key, answer in kind.answers.items():
        yield from _answer_problems(protocol, kind, f"{where}.answers.{key}", answer)
    for key, task in kind.tasks.items():
        yield from _task_problems(protocol, kind, f"{where}.tasks.{key}", task)


def _answer_problems(protocol: "Protocol", kind: Kind, where: str, answer: Answer) -> Problems:
    yield from _conditions(protocol, _NO_TASKS, f"{where}.when", answer.when)
    if answer.task not in kind.tasks:
        yield f"{where}.task", f"'{answer.task}' is no task of this kind"
    elif answer.outcome not in outcomes(kind.tasks[answer.task]):
        yield f"{where}.outcome", f"'{answer.outcome}' is no outcome of '{answer.task}'"
    if answer.rule not in protocol.articles:
        yield f"{where}.rule", f"'{answer.rule}' is not among the articles"


def _task_problems(protocol: "Protocol", kind: Kind, where: str, task: Task) -> Problems:
    yield from _questions(protocol, f"{where}.asks", task.asks)
    for end, outcome in outcomes(task).items():
        yield from _outcome_problems(protocol, kind, f"{where}.outcomes.{end}", outcome)
    for word, conditions in (("when", task.when), ("also_when", task.also_when), ("unless", task.unless)):
        yield from _conditions(protocol, kind.tasks, f"{where}.{word}", conditions)
    for key, bar in task.bars.items():
        yield from _conditions(protocol, _NO_TASKS, f"{where}.bars.{key}.when", bar.when)
        for end in bar.ends:
            if end not in outcomes(task):
                yield f"{where}.bars.{key}.ends", f"'{end}' is no outcome of this task"
    if task.blind and not isinstance(task.who, Each):
        yield f"{where}.blind", "only a task of each person (who: each) can be blind"
    if task.calls is not None and task.calls not in protocol.contacts:
        yield f"{where}.calls", f"'{task.calls}' is not among the contacts"
    yield from _who_problems(protocol, kind, f"{where}.who", task.who)


def _outcome_problems(protocol: "Protocol", kind: Kind, where: str, outcome: Outcome) -> Problems:
    yield from _questions(protocol, f"{where}.asks", outcome.asks)
    for fact, value in outcome.sets.items():
        if fact not in protocol.facts:
            yield f"{where}.sets.{fact}", f"'{fact}' is no fact"
        elif value not in protocol.facts[fact].of:
            yield f"{where}.sets.{fact}", f"'{value}' is no value of '{fact}'"
    if outcome.reopens is not None and outcome.reopens not in kind.tasks:
        yield f"{where}.reopens", f"'{outcome.reopens}' is no task of this kind"
    if outcome.repeat_at is not None and outcome.repeat_at not in protocol.fields:
        yield f"{where}.repeat_at", f"'{outcome.repeat_at}' is no field"


def _questions(protocol: "Protocol", where: str, names: Iterable[str]) -> Problems:
    for name in names:
        if name not in protocol.facts and name not in protocol.fields:
            yield where, f"'{name}' is neither a fact nor a field"


def _conditions(protocol: "Protocol", tasks: Mapping[str, Task], where: str, conditions: When) -> Problems:
    for name, values in conditions.items():
        yield from _condition_problems(protocol, tasks, f"{where}.{name}", name, values)


def _condition_problems(
    protocol: "Protocol", tasks: Mapping[str, Task], where: str, name: str, values: tuple[str, ...]
) -> Problems:
    if name in tasks:
        allowed = {*outcomes(tasks[name]), DONE}
    elif name in protocol.facts:
        allowed = set(protocol.facts[name].of)
    else:
        yield where, f"'{name}' is neither a task of this kind nor a fact" if tasks else f"'{name}' is no fact"
        return
    for value in values:
        if value not in allowed:
            yield where, f"'{value}' cannot occur; known: {', '.join(sorted(allowed))}"


def _who_problems(protocol: "Protocol", kind: Kind, where: str, who: Who) -> Problems:
    match who:
        case NamedIn(named_in=name) | DoerOf(doer_of=name) if name not in kind.tasks:
            yield where, f"'{name}' is no task of this kind"
        case SetterOf(setter_of=name) | RoleIn(role_in=name) | RoleBy(role_by=name) if name not in protocol.facts:
            yield where, f"'{name}' is no fact"
        case RoleIn(role_in=name) | RoleBy(role_by=name) if protocol.facts[name].type != "choice":
            yield where, f"'{name}' can have several values; a role goes by one (type: choice)"
        case RoleBy(role_by=name, roles=roles) if not set(roles) <= set(protocol.facts[name].of):
            unknown = ", ".join(sorted(set(roles) - set(protocol.facts[name].of)))
            yield where, f"'{name}' has no value {unknown}"
        case Each(each=name) if name not in protocol.fields or protocol.fields[name].type != "people":
            yield where, f"'{name}' is no field of type people"
        case _:
            return
