"""The staff list is taken over from a staff file: in one transaction, with the tasks that have to move.

The file is the authority for who is in it. Who is not in it any more loses every right at once and keeps their history;
who stands on a wrong line keeps what they had.
"""

from collections.abc import Callable
from dataclasses import replace

from models import deadlines, entries, roster
from models.roster import Known, Roster, StaffRow
from models.store import Transaction
from workflows.usecases import presence
from workflows.usecases.context import Context, in_one
from workflows.usecases.presence import Roll
from workflows.usecases.staff_change import Change, compare, posts_of
from workflows.usecases.staff_file import Line, Staff

_FEW = 1000  # more people than this are not looked up one by one: every school is looked at


def import_staff(
    ctx: Context, staff: Staff, actor: str, *, skip_wrong: bool = False, roll: Roll | None = None
) -> Change:
    """Take the right lines over: people by e-mail, one post per school; *roll* is who the chat product has."""
    if staff.refused or (staff.problems and not skip_wrong):
        raise ValueError("a staff file with problems is never taken over")
    return in_one(ctx, lambda tx: _import(ctx, tx, staff, actor, roll))


def foresee(before: Roster, staff: Staff, new_id: Callable[[], str]) -> Roster:
    """Return who works here, and as what, once the right lines of *staff* are taken over."""
    people = _people(before, staff, new_id)
    held = {one.id for one in before.people if one.email in staff.held}
    ids = {email: one.id for email, one in people.items()} | {one.email: one.id for one in before.people}
    posts = {(row.person, row.school): row for row in (_row(line, ids) for line in staff.lines)}
    kept = {key: row for key, row in posts_of(before).items() if staff.unclear or row.person in held}
    stay = {email: one for email, one in _staying(before, staff).items() if email not in people}
    return Roster(people=(*people.values(), *stay.values()), rows=tuple((kept | posts).values()))


def _people(before: Roster, staff: Staff, new_id: Callable[[], str]) -> dict[str, Known]:
    """Return the people of the right lines by address, as they will be."""
    known = {one.email: one for one in before.people}
    names = {line.email: line.name for line in staff.lines}
    return {email: _person(known.get(email), email, name, new_id) for email, name in names.items()}


def _person(known: Known | None, email: str, name: str, new_id: Callable[[], str]) -> Known:
    if known is None:
        return Known(id=new_id(), email=email, name=name)
    return replace(known, name=name, active=True, listed=True)


def _staying(before: Roster, staff: Staff) -> dict[str, Known]:
    """Return who stays although no right line says so."""
    return {one.email: one for one in before.people if one.works and (staff.unclear or one.email in staff.held)}


def _import(ctx: Context, tx: Transaction, staff: Staff, actor: str, roll: Roll | None) -> Change:
    before = roster.load(tx)
    after = foresee(before, staff, ctx.new_id)
    change = compare(before, after)
    _move(ctx, tx, change)
    _save(tx, before, after, change)
    if roll is not None:
        presence.record(ctx, tx, roll)
    _note(ctx, tx, staff, actor, change)
    return change


def _save(tx: Transaction, before: Roster, after: Roster, change: Change) -> None:
    known = {one.id: one for one in before.people}
    roster.add(tx, [one for one in after.people if one.id not in known])
    roster.welcome(tx, {one.id: one.name for one in after.people if known.get(one.id, one) != one})
    roster.drop_posts(tx, sorted(posts_of(before).keys() - posts_of(after).keys()))
    old = set(before.rows)
    roster.put_posts(tx, [row for row in after.rows if row not in old])
    roster.retire(tx, [one.id for one in change.gone])


def _move(ctx: Context, tx: Transaction, change: Change) -> None:
    """Have the clock look at once where people came, left or changed places; also where they only stand in."""
    if change.schools is None or len(change.affected) > _FEW:
        deadlines.reroute(tx, None, ctx.now())
    elif change.affected:
        deadlines.reroute(tx, change.schools | roster.schools_concerned(tx, change.affected), ctx.now())


def _note(ctx: Context, tx: Transaction, staff: Staff, actor: str, change: Change) -> None:
    counts = {
        "regels": len(staff.lines),
        "nieuw": len(change.added),
        "gewijzigd": change.edited,
        "weg": len(change.gone),
    }
    data = {key: str(value) for key, value in counts.items()}
    entries.note(tx, None, ctx.now(), actor, "personeel_ingelezen", **data)


def _row(line: Line, ids: dict[str, str]) -> StaffRow:
    return StaffRow(
        person=ids[line.email],
        school=line.school,
        functie=line.functie,
        roles=line.roles,
        leidinggevende=ids.get(line.leader),
        vervanger=ids.get(line.deputy),
        absent_from=line.absent_from,
        absent_until=line.absent_until,
        workdays=line.workdays,
    )
