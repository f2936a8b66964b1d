"""Who of the people we know is in the chat product, and under which account: matched by e-mail, kept with the person.

It never asks the product itself, and an answer that cannot be true (nobody at all, or nobody with an address) changes
nothing. For who is on the staff list the staff file is the authority for the name; for others the chat product is.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from models import deadlines, roster
from models.roster import Known, Place
from models.store import Transaction
from models.who import rename
from workflows.usecases.context import Context
from workflows.usecases.messenger import Member

_LOG = logging.getLogger(__name__)
_LONGEST = 200
_FEW = 10


@dataclass(frozen=True, kw_only=True)
class Roll:
    """Who the chat product has. ``asked``: only these addresses were looked up; None: everybody was."""

    members: tuple[Member, ...]
    asked: frozenset[str] | None = None

    @property
    def tells(self) -> bool:
        """False for an answer that would make everybody disappear: an empty list, or a token that sees no address."""
        return self.asked is not None or any(one.email and _is_colleague(one) for one in self.members)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How many people were tied to an account, came back into the chat product, and are not in it any more."""

    new: int = 0
    back: int = 0
    away: int = 0


def record(ctx: Context, tx: Transaction, roll: Roll) -> Seen:
    """Keep where everybody is; tasks of who cannot be asked any more, or can again, are looked at at once."""
    if not roll.tells:
        return Seen()
    known = {one.id: one for one in roster.everyone(tx, roll.asked)}
    found = places(known.values(), roll)
    if _is_half(known, found, roll):
        _LOG.warning("Slack named so few people that this looks like half an answer: nothing is made of it")
        return Seen()
    changed = {person: place for person, place in found.items() if _differs(known[person], place)}
    roster.place(tx, changed)
    rename(tx, dict(_names(known.values(), roll)))
    back = [known[person] for person, place in changed.items() if place.in_chat and known[person].in_chat is False]
    away = [known[one] for one, place in changed.items() if place.in_chat is False and known[one].in_chat is not False]
    if any(one.works for one in (*back, *away)):
        deadlines.reroute(tx, None, ctx.now())
    tied = [one for one, place in changed.items() if place.member not in (None, known[one].member)]
    return Seen(new=len(tied), back=len(back), away=len(away))


def _is_half(known: Mapping[str, Known], found: Mapping[str, Place], roll: Roll) -> bool:
    """True when more people would disappear at once than ever leave on a day; who really left, the staff file says."""
    there = [one for one in known.values() if one.works and one.in_chat]
    gone = [one for one in there if one.id in found and found[one.id].in_chat is False]
    return roll.asked is None and len(gone) > max(_FEW, len(there) // 10)


def places(known: Iterable[Known], roll: Roll) -> dict[str, Place]:
    """Return by person what *roll* says of them; who was not asked for is left out."""
    people = [one for one in known if roll.asked is None or one.email in roll.asked]
    by_email, by_id = _by_email(roll.members), {one.id: one for one in roll.members}
    taken = {one.email for one in people}
    found = {one.id: _place(one, by_email.get(one.email), by_id.get(one.member or ""), taken, roll) for one in people}
    return {person: place for person, place in found.items() if place is not None}


def missing(people: Iterable[Known], roll: Roll | None) -> list[Known]:
    """Return who is not in the chat product; who was never looked up is not said to be missing."""
    known = list(people)
    found = places(known, roll) if roll is not None and roll.tells else {}
    return [one for one in known if (found[one.id].in_chat if one.id in found else one.in_chat) is False]


def _place(one: Known, theirs: Member | None, tied: Member | None, taken: set[str], roll: Roll) -> Place | None:
    """An account with their address goes before the one they have; that one counts while it is nobody else's."""
    if theirs is not None and _is_colleague(theirs):
        return Place(member=theirs.id, in_chat=True if one.listed else one.in_chat)
    if not one.listed:
        return None
    if tied is not None and _is_colleague(tied) and tied.email.lower() not in taken:
        return Place(member=None, in_chat=True)
    if roll.asked is not None and theirs is None and one.member:
        return None  # it has another address there perhaps: only the whole list can tell
    return Place(member=None, in_chat=False)


def _by_email(members: Iterable[Member]) -> Mapping[str, Member]:
    """A closed account never hides the open one with the same address."""
    return {one.email.lower(): one for one in sorted(members, key=_is_colleague) if one.email}


def _names(known: Iterable[Known], roll: Roll) -> Iterator[tuple[str, str]]:
    by_id = {one.id: one.name[:_LONGEST] for one in roll.members}
    for one in known:
        name = by_id.get(one.member or "", "")
        if not one.listed and name and name != one.name:
            yield one.id, name


def _differs(one: Known, place: Place) -> bool:
    return place.in_chat != one.in_chat or place.member not in (None, one.member)


def _is_colleague(member: Member) -> bool:
    """A guest or a stranger from another workspace is never taken for staff."""
    return member.active and member.staff
