"""Who may do what with a case: the one function that every face, list, search and export asks.

Content can only be loaded with the Grant that ``may`` returns (models.contents), so leaving the question out means
seeing nothing; no other module makes or changes a Grant. Roles are looked up when the person acts, not when a card was
drawn. Who has which rights is for ``rights``; this module turns them into leave or a refusal.
"""

from dataclasses import dataclass

from workflows.engine.case import Case, Round
from workflows.engine.errors import NotAllowedError
from workflows.engine.person import Circle
from workflows.engine.protocol import Protocol
from workflows.engine.requests import may_show
from workflows.engine.rights import (
    Verb,
    closed_dossiers,
    is_caretaker,
    is_handler,
    is_informed,
    is_promising,
    may_set,
    rights_of,
)
from workflows.engine.roles import subjects

__all__ = ["Grant", "Verb", "allows", "is_caretaker", "is_handler", "is_informed", "is_promising", "may", "may_set"]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Leave to load one case's content; ``only_author`` narrows it to what that person wrote.

    ``not_dossiers`` are the dossiers that stay closed: personnel and pupil dossier are kept apart.
    """

    case_id: str
    person: str
    only_author: str | None = None
    not_dossiers: frozenset[str] = frozenset()


def may(person: str, verb: Verb, protocol: Protocol, case: Case, circle: Circle) -> Grant:
    """Return the grant for this verb; raises NotAllowedError, which tells nothing to who cannot read the case."""
    rights = rights_of(person, protocol, case, circle)
    if verb in rights.whole:
        closed = closed_dossiers(person, protocol, case, circle) if verb == "dossier" else frozenset[str]()
        return Grant(case_id=case.id, person=person, not_dossiers=closed)
    if verb in rights.own:
        return Grant(case_id=case.id, person=person, only_author=person)
    knows = "read" in rights.whole | rights.own
    raise NotAllowedError("error.restricted" if case.restricted and knows else None)


def allows(person: str, verb: Verb, protocol: Protocol, case: Case, circle: Circle) -> bool:
    """True when ``may`` grants it: for lists and buttons, which leave out what is refused."""
    try:
        may(person, verb, protocol, case, circle)
    except NotAllowedError:
        return False
    return True


def own_words(grant: Grant) -> Grant:
    """Return a grant narrowed to its person's own words: a receipt shows no more, whatever else the melder may see."""
    return Grant(case_id=grant.case_id, person=grant.person, only_author=grant.person)


def joined(grant: Grant, report: Case, *through: Case) -> Grant | None:
    """Return leave to read a report that goes on in the granted case: its handlers go by what was reported there.

    *through* are the cases by way of which it came there. None for who sees only their own words, for whom one of
    these is about, and for what rests.
    """
    path = (report, *through)
    leads_here = [one.merged_into for one in path] == [*(one.id for one in through), grant.case_id]
    closed = any(one.restricted or grant.person in subjects(one) for one in path)
    if grant.only_author or not leads_here or closed:
        return None
    return Grant(case_id=report.id, person=grant.person)


def to_melder(grant: Grant, case: Case) -> Grant | None:
    """Return leave to read what handlers wrote to the melder, for her alone; the reader picks which answers."""
    if grant.case_id != case.id or grant.person != case.melder:
        return None
    return Grant(case_id=case.id, person=grant.person)


def to_answer(grant: Grant, case: Case, found: Round) -> Grant | None:
    """Return leave to read the words that an open round answers, for who holds it: a question, or what must change."""
    if grant.case_id != case.id or found.state != "open" or not found.holds(grant.person):
        return None
    return Grant(case_id=case.id, person=grant.person)


def to_answer_request(person: str, case: Case, circle: Circle) -> Grant | None:
    """Return leave to tell somebody what is held on them in this case; None for what this person may not show."""
    return Grant(case_id=case.id, person=person) if may_show(person, case, circle) else None
