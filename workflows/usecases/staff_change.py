"""What differs between two staff lists: who came, what changed for whom, who left. By value; it saves nothing.

It also says whose tasks may have to move, and at which schools the clock has to look; who is asked is for the engine.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.roster import Known, Roster, StaffRow
from workflows.engine.person import WHOLE_BOARD

Key = tuple[str, str]
_SCHOOL, _NAME, _FUNCTIE = "school", "naam", "functie"
_WITHOUT_ROUTING = (_NAME, _FUNCTIE)
_MANY = 10  # people who leave at once ...
_SHARE = 0.10  # ... and this part of all: it may be half a file


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One column of one person that changes; ``school`` is empty for what is the same at every school."""

    person: Known
    school: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """What an import changes. ``affected``: whose tasks may move; ``schools``: where to look (None: everywhere)."""

    added: tuple[Known, ...]
    changed: tuple[Edit, ...]
    gone: tuple[Known, ...]
    unchanged: int
    worked: int
    affected: frozenset[str]
    schools: frozenset[str] | None

    @property
    def edited(self) -> int:
        """How many people it changes something for."""
        return len({edit.person.id for edit in self.changed})

    @property
    def is_drastic(self) -> bool:
        """True when so many would lose their rights that somebody should say so first."""
        return len(self.gone) > _MANY and len(self.gone) > _SHARE * self.worked


def compare(before: Roster, after: Roster) -> Change:
    """Return what differs; *after* holds who works here then, *before* also who left or was never on the list."""
    worked = {one.id for one in before.people if one.works}
    stay = {one.id for one in after.people}
    added = tuple(one for one in after.people if one.id not in worked)
    gone = tuple(one for one in before.people if one.works and one.id not in stay)
    changed = tuple(_edits(before, after, worked))
    affected = _affected(before, after, changed) | {one.id for one in gone}
    return Change(
        added=added,
        changed=changed,
        gone=gone,
        unchanged=len(stay & worked) - len({edit.person.id for edit in changed}),
        worked=len(worked),
        affected=frozenset(affected),
        schools=_schools(before, after, affected),
    )


def posts_of(roster: Roster) -> dict[Key, StaffRow]:
    return {(row.person, row.school): row for row in roster.rows}


def cells(row: StaffRow | None, emails: Mapping[str, str]) -> dict[str, str]:
    """Return a post as the staff file writes it; no post is empty cells."""
    if row is None:
        return {}
    return {
        _SCHOOL: row.school,
        _FUNCTIE: row.functie,
        "rollen": ";".join(sorted(row.roles)),
        "leidinggevende": emails.get(row.leidinggevende or "", ""),
        "vervanger": emails.get(row.vervanger or "", ""),
        "afwezig_van": _written(row.absent_from),
        "afwezig_tot": _written(row.absent_until),
        "werkdagen": row.workdays,
    }


def _edits(before: Roster, after: Roster, worked: set[str]) -> Iterator[Edit]:
    """Return what changes for who stays."""
    old, new = posts_of(before), posts_of(after)
    emails = {one.id: one.email for one in (*before.people, *after.people)}
    names = {one.id: one.name for one in before.people}
    keys = _by_person({key for key in old.keys() | new.keys() if old.get(key) != new.get(key)})
    for one in after.people:
        if one.id not in worked:
            continue
        if one.name != names[one.id]:
            yield Edit(person=one, school="", column=_NAME, old=names[one.id], new=one.name)
        for key in keys.get(one.id, ()):
            yield from _post_edits(one, key[1], cells(old.get(key), emails), cells(new.get(key), emails))


def _post_edits(person: Known, school: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Edit]:
    """Return the columns that differ; of a post that comes or goes all that is filled in."""
    for column in old or new:
        was, will = old.get(column, ""), new.get(column, "")
        if was != will:
            yield Edit(person=person, school=school, column=column, old=was, new=will)


def _by_person(keys: Iterable[Key]) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = {}
    for key in sorted(keys):
        found.setdefault(key[0], []).append(key)
    return found


def _affected(before: Roster, after: Roster, changed: Iterable[Edit]) -> set[str]:
    """Return who can be asked now and could not before, or the other way round, or whose report goes elsewhere."""
    known = {one.id for one in before.people}
    new = {one.id for one in after.people if one.id not in known}
    moved = {edit.person.id for edit in changed if edit.column not in _WITHOUT_ROUTING}
    back = {one.id for one in before.people if not one.works} & {one.id for one in after.people}
    return moved | back | {row.person for row in after.rows if row.person in new and row.roles}


def _schools(before: Roster, after: Roster, affected: set[str]) -> frozenset[str] | None:
    """Return where these people work, lead or replace; None when one of them serves every school."""
    rows = [row for roster in (before, after) for row in roster.rows]
    theirs = [row for row in rows if {row.person, row.leidinggevende, row.vervanger} & affected]
    if any(row.person in affected and row.roles & WHOLE_BOARD for row in theirs):
        return None
    return frozenset(row.school for row in theirs)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
