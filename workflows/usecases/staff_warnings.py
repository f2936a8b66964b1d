"""What an administrator should know of a staff list that is right as it is written, and still may not be meant so.

Warnings, never errors: nothing is refused for them. Each says what the app will do about it.
"""

from collections.abc import Iterator, Mapping

from models.roster import Roster
from texts import say
from workflows.engine.person import WHOLE_BOARD
from workflows.usecases.staff_file import Staff


def warnings(after: Roster, staff: Staff) -> list[str]:
    """Return what is odd about the staff list as it will be, the gravest first."""
    names = {one.id: one.name for one in after.people}
    found = [say("staff.warn_unclear")] if staff.unclear else []
    found += [*_empty_roles(after), *_waiting(after, staff), *_elsewhere(after, names)]
    return [*found, *_alone(after, names), *_circles(after, names)]


def _empty_roles(after: Roster) -> Iterator[str]:
    roles = {role for row in after.rows for role in row.roles}
    for role in ("bestuur", "toezicht"):
        if role not in roles:
            yield say(f"staff.warn_no_{role}")
    working = {row.school for row in after.rows if not row.roles & WHOLE_BOARD}
    led = {row.school for row in after.rows if "directie" in row.roles}
    for school in sorted(working - led):
        yield say("staff.warn_no_directie", school=school)


def _waiting(after: Roster, staff: Staff) -> Iterator[str]:
    """Who is named on a right line and stands on a wrong one only: nobody knows them yet."""
    known = {one.email for one in after.people}
    for line in staff.lines:
        for column, value in (("leidinggevende", line.leader), ("vervanger", line.deputy)):
            if value and value not in known:
                yield say("staff.warn_waiting", name=line.name, school=line.school, value=value, column=column)


def _elsewhere(after: Roster, names: Mapping[str, str]) -> Iterator[str]:
    """Who leads from the bestuur leads everywhere."""
    places = {(row.person, row.school) for row in after.rows}
    everywhere = {row.person for row in after.rows if row.roles & WHOLE_BOARD}
    for row in after.rows:
        leader = row.leidinggevende or ""
        if leader in names and leader not in everywhere and (leader, row.school) not in places:
            yield say("staff.warn_elsewhere", name=names[row.person], school=row.school, leader=names[leader])


def _alone(after: Roster, names: Mapping[str, str]) -> Iterator[str]:
    for row in after.rows:
        if row.leidinggevende not in names and not row.roles:
            yield say("staff.warn_alone", name=names[row.person], school=row.school)


def _circles(after: Roster, names: Mapping[str, str]) -> Iterator[str]:
    for school in sorted({row.school for row in after.rows}):
        deputies = {row.person: row.vervanger for row in after.rows if row.school == school}
        for circle in _rounds(deputies):
            yield say("staff.warn_circle", school=school, names=", ".join(names.get(one, one) for one in circle))


def _rounds(deputies: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Return each circle once: a walk from deputy to deputy that meets itself, and nobody of an earlier walk."""
    done: set[str] = set()
    for start in deputies:
        walk: list[str] = []
        here: str | None = start
        while here is not None and here not in done:
            done.add(here)
            walk.append(here)
            here = deputies.get(here)
        if here in walk:
            yield walk[walk.index(here) :]
