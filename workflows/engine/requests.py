"""Who answers somebody who asks what is held on them (AVG 15), and of which cases they may tell.

It reads roles and facts. It makes no Grant: that is for ``policy``.
"""

from workflows.engine.case import Case
from workflows.engine.conditions import is_fast
from workflows.engine.errors import NotAllowedError
from workflows.engine.person import Circle
from workflows.engine.roles import subjects

PRIVACY, BOARD = "fg", "bestuur"


def may_answer_requests(person: str, circle: Circle) -> None:
    """Raise NotAllowedError for everybody but the functionaris gegevensbescherming and the bestuur."""
    if not answers_requests(person, circle):
        raise NotAllowedError


def answers_requests(person: str, circle: Circle) -> bool:
    """True for who is fg or bestuur at any school now."""
    return _holds(person, circle, PRIVACY) or _holds(person, circle, BOARD)


def shows_all(person: str, circle: Circle) -> bool:
    """True for the bestuur, of which there is one: it alone decides what is told of the cases that are its alone."""
    return _holds(person, circle, BOARD)


def answered_for(person: str, circle: Circle) -> tuple[str, ...] | None:
    """Return the schools for which the fg answers, those where they have that role; None for the bestuur: all."""
    if shows_all(person, circle):
        return None
    known = circle.people.get(person)
    posts = known.posts if known is not None and known.active else ()
    return tuple(sorted(post.school for post in posts if PRIVACY in post.roles))


def may_show(person: str, case: Case, circle: Circle) -> bool:
    """True when this person may tell what is in the case: never of one that is about themselves.

    The fg of a school answers for that school, the bestuur for all of them.
    """
    if person in subjects(case):
        return False
    schools = answered_for(person, circle)
    return schools is None or (not is_fast(case) and case.school in schools)


def _holds(person: str, circle: Circle, role: str) -> bool:
    known = circle.people.get(person)
    return known is not None and known.active and any(role in post.roles for post in known.posts)
