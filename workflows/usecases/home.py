"""A member's home page: what waits, what runs, what they started."""

from collections.abc import Iterable

from models import people, worklists
from models.people import Contact
from models.store import Transaction
from models.worklists import Line, Waiting
from texts import say
from workflows.cards.elements import Card
from workflows.cards.home_card import MOST, CaseLine, HomeSight, Rest, TaskLine, home_card, most_urgent_first
from workflows.cards.remaining import remaining
from workflows.cards.words import is_secret, kind_label, task_name
from workflows.engine.case import Case
from workflows.engine.policy import allows
from workflows.engine.protocol import Protocol
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.hand_over import may_hand_over
from workflows.usecases.leave_sight import leave_sight
from workflows.usecases.notice_lines import notice_lines
from workflows.usecases.rights import answers_these

_SHOWN = 10  # of one's own cases
_COUNTED = 50  # further than this nobody counts a list: it says that there is more


def home(ctx: Context, person: Contact) -> Card:
    """Return the home page of one person, who has now seen it: from now on it is kept up to date."""

    def work(tx: Transaction) -> Card:
        people.saw_home(tx, person.id)
        return home_card(sight(ctx, tx, person))

    return in_one(ctx, work)


def home_of(ctx: Context, tx: Transaction, person: str) -> Card | None:
    """Return a home page as it is at this moment, for a delivery; None for somebody unknown."""
    contact = people.by_id(tx, person)
    return home_card(sight(ctx, tx, contact)) if contact else None


def startable(ctx: Context, tx: Transaction, person: Contact) -> tuple[tuple[str, str], ...]:
    """Return kind and label of what this person may start."""
    return tuple(
        (key, say("home.report") if key == "ontsporing" else kind.label)
        for key, kind in ctx.protocol.kinds.items()
        if may_start(ctx, tx, person, key)
    )


def may_start(ctx: Context, tx: Transaction, person: Contact, kind: str) -> bool:
    """True when the protocol lets this person start such a case; people are only loaded for a kind that asks a role."""
    allowed = set(ctx.protocol.kinds[kind].started_by)
    if "medewerker" in allowed:
        return True
    found = people.circle(tx, {person.id}, ctx.today()).people.get(person.id)
    return found is not None and any(post.roles & allowed for post in found.posts)


def sight(ctx: Context, tx: Transaction, person: Contact) -> HomeSight:
    """Return all that a home page shows to this person."""
    found = waiting(ctx, tx, person.id, _COUNTED + 1)
    lines, mine = found[:_COUNTED], worklists.of_melder(tx, person.id, _COUNTED + 1)
    return HomeSight(
        name=person.name,
        starts=startable(ctx, tx, person),
        waiting=tuple(lines),
        handable=_handable(ctx, tx, person, lines),
        beyond=len(found) > _COUNTED,
        mine=tuple(_mine(ctx, tx, mine[:_SHOWN])),
        rest=_rest(mine),
        notices=tuple(notice_lines(ctx, tx, person, {line.case_id for line in lines})),
        now=ctx.now(),
        unlisted=not person.listed,
        leave=leave_sight(ctx, tx, person),
        answers_requests=answers_these(ctx, tx, person.id),
        protocol=f"{ctx.protocol.title} ({ctx.protocol.version})",
    )


def waiting(ctx: Context, tx: Transaction, person: str, most: int = _COUNTED) -> list[TaskLine]:
    """Return what waits for a person, most urgent first: nothing of a case that they may not see."""
    lines = []
    for one in worklists.waiting_for(tx, person, most):
        protocol, case = case_of(ctx, tx, one.case_id)
        if _is_to_do(ctx, tx, protocol, case, person):
            name = say("words.confidential") if is_secret(protocol, case) else task_name(protocol, case, one.task)
            found = case.round(one.task, one.round)
            lines.append(
                TaskLine(
                    case_id=case.id,
                    number=case.number,
                    task=name,
                    due_at=one.due_at,
                    urgent=one.urgent,
                    since=found.opened_at if found else None,
                    left=_left(ctx, case, one),
                )
            )
    return most_urgent_first(lines, ctx.now())


def _is_to_do(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, person: str) -> bool:
    """True for a case that this person may see, and to which something can be done."""
    return not case.restricted and allows(person, "read", protocol, case, circle_of(ctx, tx, protocol, case))


def _left(ctx: Context, case: Case, one: Waiting) -> str:
    if one.due_at is None:
        return ""
    return remaining(ctx.calendar(case.school), one.due_at, ctx.now(), urgent=one.urgent)


def _handable(ctx: Context, tx: Transaction, person: Contact, lines: Iterable[TaskLine]) -> frozenset[str]:
    """Return the cases on the page in which this person may hand something over."""
    shown = list(dict.fromkeys(line.case_id for line in lines))[:MOST]
    return frozenset(case_id for case_id in shown if may_hand_over(ctx, tx, person.id, case_id))


def _mine(ctx: Context, tx: Transaction, lines: Iterable[Line]) -> list[CaseLine]:
    found = []
    for line in lines:
        protocol, case = case_of(ctx, tx, line.id)
        found.append(CaseLine(case_id=case.id, number=case.number, kind=kind_label(protocol, case), state=case.state))
    return found


def _rest(mine: list[Line]) -> Rest | None:
    """Return what is not shown of what somebody started."""
    hidden = mine[_SHOWN:_COUNTED]
    if not hidden:
        return None
    return Rest(count=len(hidden), number=hidden[0].number, beyond=len(mine) > _COUNTED)
