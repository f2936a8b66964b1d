"""Does the bestuur confirm what the law or the police should have heard and was not possible?"""

from collections.abc import Iterator

from workflows.engine.kind import Kind
from workflows.engine.part import BOARD_ROLES, NOT_POSSIBLE
from workflows.engine.task import Task, outcomes

Problems = Iterator[tuple[str, str]]


def confirmation_problems(where: str, kind: Kind) -> Problems:
    """Yield each task of the law or for the police that somebody below the bestuur could leave undone alone."""
    for key, task in kind.tasks.items():
        if _needs_it(task) and not any(_confirms(one, key) for one in kind.tasks.values()):
            yield f"{where}.tasks.{key}", "nobody in the bestuur confirms that this was not possible"


def _needs_it(task: Task) -> bool:
    return (task.law or task.police) and task.who not in BOARD_ROLES and NOT_POSSIBLE in outcomes(task)


def _confirms(task: Task, key: str) -> bool:
    return (
        task.who == "bestuur"
        and task.blocks
        and task.repeats
        and NOT_POSSIBLE in task.when.get(key, ())
        and any(outcome.reopens == key for outcome in task.outcomes.values())
    )
