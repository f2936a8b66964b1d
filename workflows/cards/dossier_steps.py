"""Which steps of a case belong in the dossier that is drawn up now, and under which heading each of them stands.

It reads the protocol's own shape (what a task asks, whom it calls, which article it cites), never a task's name.
What was done about somebody else, or belongs to another poster than the one of this dossier, stays out of it.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from workflows.engine.case import Case, Round
from workflows.engine.conditions import entries_of, is_void
from workflows.engine.kind import Kind
from workflows.engine.part import MELDER, POSTER
from workflows.engine.task import Task, asked, outcomes

Heading = Literal["heard", "law", "decided", "measures", "exchanged"]
HEADINGS: tuple[Heading, ...] = ("heard", "law", "decided", "measures", "exchanged")
REPORTED = "reported"
VIEW, MINUTES = "zienswijze", "verslag"
_MEASURE = "maatregel"
_LAW = ("X-1", "X-2", "X-3", "X-4", "X-5", "X-6")


def steps_of(kind: Kind, case: Case) -> list[tuple[Heading, Round]]:
    """Return what people finished that this dossier is about, oldest first, with where it stands."""
    done = (one for one in case.rounds if one.state == "done" and one.by)
    mine = [one for one in done if _belongs(kind, case, one)]
    return [(_heading(kind, one.task), one) for one in sorted(mine, key=lambda one: one.ended_at or one.opened_at)]


def is_by_melder(found: Round) -> bool:
    """True for what the melder did as melder: a dossier does not say who that is."""
    return any(one.person == found.by and one.role == MELDER for one in found.assignees)


def is_about_poster(kind: Kind, key: str, seen: frozenset[str] = frozenset()) -> bool:
    """True for a task that follows from who posted; what was said in another one may be about who was hurt."""
    names = {name for way in entries_of(kind.tasks[key]) for name in way}
    if POSTER in names:
        return True
    return any(is_about_poster(kind, name, seen | {key}) for name in names - seen - {key} if name in kind.tasks)


def _belongs(kind: Kind, case: Case, found: Round) -> bool:
    task = kind.tasks[found.task]
    if task.does or task.starts or is_void(kind, case, found):
        return False
    if task.strength == "advice" and not is_about_poster(kind, found.task):
        return False
    return _fits(kind, found.task, case.fact(POSTER), frozenset())


def _fits(kind: Kind, key: str, poster: str | None, seen: frozenset[str]) -> bool:
    """True when this task, and what it follows from, is open to a case of this poster."""
    if poster is None or key in seen:
        return True
    ways = entries_of(kind.tasks[key])
    return not ways or any(_way_fits(kind, way.items(), poster, seen | {key}) for way in ways)


def _way_fits(kind: Kind, way: Iterable[tuple[str, tuple[str, ...]]], poster: str, seen: frozenset[str]) -> bool:
    return all(
        poster in values if name == POSTER else name not in kind.tasks or _fits(kind, name, poster, seen)
        for name, values in way
    )


def _heading(kind: Kind, key: str) -> Heading:
    task = kind.tasks[key]
    questions = set(_questions(task))
    if _is_measure(kind, task):
        return "measures"
    if {VIEW, MINUTES} & questions:
        return "heard"
    if _is_of_law(task) or questions & _law_facts(kind):
        return "law"
    return "exchanged" if task.discretionary or task.who == MELDER else "decided"


def _questions(task: Task) -> Iterator[str]:
    for end in outcomes(task):
        yield from asked(task, end)


def _is_measure(kind: Kind, task: Task) -> bool:
    """True for deciding on a measure, and for what must be arranged because of one."""
    names = {*_questions(task), *(name for way in entries_of(task) for name in way if name not in kind.tasks)}
    return any(one.startswith(_MEASURE) for one in names)


def _is_of_law(task: Task) -> bool:
    """True for a call to the inspector, the police, and what else the law asks at once."""
    return bool(task.law or task.police or task.calls) or any(one in _LAW for one in task.cite)


def _law_facts(kind: Kind) -> set[str]:
    """The facts on which it depends whether the law asks something: is it grensoverschrijdend, can it be a crime."""
    gates = [task for task in kind.tasks.values() if _is_of_law(task)]
    return {name for task in gates for way in entries_of(task) for name in way if name not in kind.tasks} - {POSTER}
