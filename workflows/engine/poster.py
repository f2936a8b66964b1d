"""Who is known to have posted: when that turns out to be somebody else, what was done about the first is not theirs.

A conversation with one colleague, a judgement on them and their dossier entry stay in the history; the tasks open
anew for the other (``conditions.is_void``), and what was decided about the first is no longer held of the second.
"""

from dataclasses import replace
from datetime import datetime

from workflows.engine.case import Case, Fact
from workflows.engine.conditions import is_void
from workflows.engine.kind import Kind
from workflows.engine.part import KNOWN_POSTER, SUBJECT
from workflows.engine.task import asked, outcomes


def with_poster(kind: Kind, case: Case, now: datetime) -> Case:
    """Return the case with its known poster brought up to date; what was decided about another is no longer held."""
    person, known = case.fact(SUBJECT), case.facts.get(KNOWN_POSTER)
    if not person or (known is not None and known.value == person):
        return case
    since = now if known is not None else case.created_at
    fact = Fact(value=person, by=case.facts[SUBJECT].by, at=since)
    changed = replace(case, facts={**case.facts, KNOWN_POSTER: fact})
    return changed if known is None else _without_judgements(kind, changed)


def _without_judgements(kind: Kind, case: Case) -> Case:
    void = [kind.tasks[found.task] for found in case.rounds if is_void(kind, case, found)]
    about = {fact for task in void for end in outcomes(task) for fact in asked(task, end)}
    return replace(case, facts={key: fact for key, fact in case.facts.items() if key not in about})
