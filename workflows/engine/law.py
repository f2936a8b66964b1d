"""Is what the law asks still whole? A school's file is held against the protocol that carries the law.

Words may be the school's own (labels, help, cites); who, when, by when and how a task of the law ends may not change,
the facts that such a task reads are asked as they were, and no task of the file lets others into the fast lane.
"""

from collections.abc import Iterator

from workflows.engine.conditions import read_by
from workflows.engine.part import BOARD_ROLES
from workflows.engine.protocol import MELDER, OWNER, Kind, Protocol, Task

_WORDS = {"label", "help", "cite", "style"}
_BOARD = {*BOARD_ROLES, MELDER, OWNER}

Problems = Iterator[tuple[str, str]]


def law_problems(protocol: Protocol, law: Protocol) -> Problems:
    """Yield a dotted key and a sentence for everything in which *protocol* weakens *law*."""
    for name, kind in law.kinds.items():
        tasks = {key: task for key, task in kind.tasks.items() if task.law}
        facts = sorted({fact for task in tasks.values() for fact in read_by(task) if fact in law.facts})
        if tasks and name not in protocol.kinds:
            yield "kinds", f"'{name}' is missing, and with it tasks of the law: {', '.join(tasks)}"
            continue
        for key, task in tasks.items():
            yield from _task(f"kinds.{name}.tasks.{key}", task, protocol.kinds[name].tasks.get(key))
        for fact in facts:
            yield from _fact(protocol, law, fact)
            yield from _intake(f"kinds.{name}", fact, kind, protocol.kinds[name])
    for name, kind in protocol.kinds.items():
        for key, task in kind.tasks.items():
            yield from _lane(f"kinds.{name}.tasks.{key}", task)
            yield from _sets(f"kinds.{name}.tasks.{key}", task, law)


def _task(where: str, task: Task, own: Task | None) -> Problems:
    if own is None:
        yield where.rsplit(".", 1)[0], f"the task of the law '{where.rsplit('.', 1)[1]}' is missing"
        return
    if not own.law:
        yield f"{where}.law", "is a task of the law and stays one"
    for name in type(task).model_fields:
        if name not in {*_WORDS, "law", "outcomes"} and getattr(own, name) != getattr(task, name):
            yield f"{where}.{name}", "of a task of the law cannot be changed"
    for end in {**task.outcomes, **own.outcomes}:
        if end not in task.outcomes:
            yield f"{where}.outcomes.{end}", "a task of the law gets no other way to end"
        elif end not in own.outcomes:
            yield f"{where}.outcomes", f"'{end}' is missing from a task of the law"
        elif task.outcomes[end].model_dump(exclude=_WORDS) != own.outcomes[end].model_dump(exclude=_WORDS):
            yield f"{where}.outcomes.{end}", "of a task of the law cannot be changed"


def _fact(protocol: Protocol, law: Protocol, name: str) -> Problems:
    own, ours = protocol.facts.get(name), law.facts[name]
    if own is None:
        yield "facts", f"'{name}' is missing, which a task of the law reads"
        return
    if own.type != ours.type or not set(ours.of) <= set(own.of):
        yield f"facts.{name}.of", "a task of the law reads this: no value can be left out"
    if not set(ours.set_by) <= set(own.set_by):
        yield f"facts.{name}.set_by", "a task of the law reads this: whoever may set it still may"
    if ours.required and not own.required:
        yield f"facts.{name}.required", "a task of the law reads this: it is always asked"


def _intake(where: str, fact: str, law: Kind, own: Kind) -> Problems:
    if fact in law.intake and law.intake[0] == fact and own.intake[:1] != (fact,):
        yield f"{where}.intake", f"'{fact}' is the first question, for the law's sake"
    elif fact in law.intake and fact not in own.intake:
        yield f"{where}.intake", f"'{fact}' is asked here, for the law's sake"
    elif fact in law.more and fact not in (*own.intake, *own.more):
        yield f"{where}.more", f"'{fact}' is asked here, for the law's sake"


def _lane(where: str, task: Task) -> Problems:
    """What stands open in the fast lane is for the board alone; a lifting, and what the law or the police asks, falls
    to it there, whoever's it was (``route``)."""
    if not task.lane or task.does == "lift" or task.law or task.police:
        return
    roles = {task.who} if isinstance(task.who, str) else set(task.who) if isinstance(task.who, tuple) else {""}
    if not roles <= _BOARD:
        yield f"{where}.lane", "the fast lane is for the bestuur alone (and the melder)"
    if task.informs:
        yield f"{where}.informs", "the fast lane informs nobody"


def _sets(where: str, task: Task, law: Protocol) -> Problems:
    read = {name for kind in law.kinds.values() for one in kind.tasks.values() if one.law for name in read_by(one)}
    for end, outcome in task.outcomes.items():
        for fact in outcome.sets:
            if fact in read and fact in law.facts:
                yield f"{where}.outcomes.{end}.sets.{fact}", "what the law asks is set by a person, with a reason"
