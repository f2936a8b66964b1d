"""A month before a case is destroyed those who may hold it are told: a pointer, and a button to the case.

Nothing is destroyed of which nobody could be told in time: what the chat product did not take is announced again.
"""

from collections.abc import Collection
from datetime import timedelta

from models import cases, entries, keepings
from models.keepings import ANNOUNCEMENT, Keeping
from models.store import Transaction
from workflows.cards.keeping_card import announcement_card, held_card
from workflows.engine.case import Case
from workflows.engine.conditions import is_fast
from workflows.engine.decide import CLOCK
from workflows.engine.part import BOARD_ROLES
from workflows.engine.person import Circle
from workflows.engine.policy import Verb, allows
from workflows.engine.protocol import Protocol
from workflows.engine.retention import ANNOUNCED, announced, is_near
from workflows.engine.roles import has_role
from workflows.engine.route import told
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, protocol_of
from workflows.usecases.keep import is_frozen, tree_of
from workflows.usecases.tell import post

_YEAR = timedelta(days=365)
_SHOWN: tuple[Verb, ...] = ("read", "hold")


def announce(ctx: Context, tx: Transaction, case_id: str) -> bool:
    """Tell that a case will be destroyed, when it is time; False when there is nothing to tell."""
    case, keeping = cases.load(tx, case_id, lock=True), keepings.of_case(tx, case_id)
    if case is None or keeping is None or keeping.warned_at or not is_near(keeping.until, ctx.today()):
        return False
    if is_frozen(tx, tree_of(tx, case)):
        return False
    last, now = announced(keeping.until, ctx.today()), ctx.now()
    keepings.announce(tx, case.id, now, last)
    protocol = protocol_of(ctx, tx, case.protocol)
    circle = circle_of(ctx, tx, protocol, case)
    those = _able(protocol, case, circle) or [one.person for one in told("bestuur", case, circle)]
    for person in those:
        can: frozenset[Verb] = frozenset(v for v in _SHOWN if allows(person, v, protocol, case, circle))
        # With the moment: what is held and let go is announced anew, perhaps of the same last day.
        key = f"{ANNOUNCEMENT}:{case.id}:{last.isoformat()}:{now.isoformat()}:{person}"
        card = announcement_card(protocol, case, last, can)
        post(ctx, tx, key, person, card, case_id=case.id, quiet=case.school)
    entries.note(tx, case.id, now, CLOCK, "vernietiging_aangekondigd", tot=f"{last}", mensen=f"{len(those)}")
    return True


def was_announced(ctx: Context, tx: Transaction, keeping: Keeping) -> bool:
    """True when somebody was told a month ago, or there was nobody to tell; what failed is announced again."""
    if keeping.warned_at is None or keeping.warned_at + ANNOUNCED > ctx.now():
        return False
    found = keepings.announcements(tx, keeping.case_id, keeping.warned_at)
    if _missed_everybody(tx, keeping.case_id, [state for state, _ in found]):
        keepings.announce(tx, keeping.case_id, None, keeping.until)
        entries.note(tx, keeping.case_id, ctx.now(), CLOCK, "aankondiging_mislukt")
        return False
    return not found or any(sent is not None and sent + ANNOUNCED <= ctx.now() for _, sent in found)


def remind_holder(ctx: Context, tx: Transaction, case_id: str) -> bool:
    """Each year, remind whoever holds a case that they do; once, whoever asks."""
    case, keeping = cases.load(tx, case_id), keepings.of_case(tx, case_id)
    if case is None or keeping is None or keeping.held_at is None or keeping.held_by is None:
        return False
    years = (ctx.now() - keeping.held_at) // _YEAR
    if years:
        key = f"vastgehouden:{case_id}:{keeping.held_at.date()}:{years}"
        post(ctx, tx, key, keeping.held_by, held_card(case), case_id=case_id, quiet=case.school)
    return bool(years)


def _missed_everybody(tx: Transaction, case_id: str, states: Collection[str]) -> bool:
    """True when nobody got what was sent to somebody; a message of which nothing is left reached nobody either."""
    if states:
        return all(state in ("failed", "moot") for state in states)
    told_to = [one.data.get("mensen") for one in entries.of_type(tx, case_id, "vernietiging_aangekondigd")]
    return told_to[-1:] not in ([], ["0"])


def _able(protocol: Protocol, case: Case, circle: Circle) -> list[str]:
    """Return who may hold it: directie and bestuur, in the fast lane the bestuur; without those whoever handled it."""
    found = sorted(person for person in circle.people if allows(person, "hold", protocol, case, circle))
    roles = BOARD_ROLES if is_fast(case) else ("directie", *BOARD_ROLES)
    return [one for one in found if any(has_role(case, circle, one, role) for role in roles)] or found
