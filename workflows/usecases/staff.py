"""The staff file: read, checked line by line, and taken over whole or not at all (DESIGN 8)."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from models import entries, people
from models.people import Contact, StaffRow
from models.store import Transaction
from texts import say
from workflows.usecases.context import Context, in_one

COLUMNS = (
    "email",
    "naam",
    "functie",
    "school",
    "rollen",
    "leidinggevende",
    "vervanger",
    "afwezig_van",
    "afwezig_tot",
    "werkdagen",
)
ROLES = frozenset({"directie", "bestuur", "toezicht", "manager_hrm", "pr", "fg", "vertrouwenspersoon", "beheerder"})
_DAYS = frozenset({"ma", "di", "wo", "do", "vr", "za", "zo"})
_MAX_BYTES = 5 * 1024 * 1024
_LONGEST = {"email": 320, "naam": 200, "functie": 150, "school": 100}
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the file, checked by itself."""

    number: int
    email: str
    name: str
    functie: str
    school: str
    roles: frozenset[str]
    leader: str
    deputy: str
    absent_from: date | None
    absent_until: date | None
    workdays: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong in which line."""

    line: int
    message: str


@dataclass(kw_only=True)
class Staff:
    """A staff file as read: usable only when there are no problems."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Rows(Protocol):
    """What ``csv.reader`` returns; its type has no public name."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, kw_only=True)
class Change:
    """What an import did."""

    added: int
    kept: int
    gone: int


def read_staff(raw: bytes) -> Staff:
    """Return the lines of a staff file with every problem found; nothing is saved."""
    staff = Staff()
    text = _decode(raw, staff)
    if text is None:
        return staff
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        emails = _read_rows(staff, rows)
    except csv.Error as error:
        staff.problems.append(Problem(line=rows.line_num, message=say("staff.csv", error=str(error))))
        emails = set()
    if not staff.problems or emails:
        _check_together(staff, emails)
    return staff


def _read_rows(staff: Staff, rows: "Rows") -> set[str]:
    """Read header and lines; returns every address in the file, of wrong lines too."""
    header = [name.strip().lower() for name in next(rows, [])]
    emails: set[str] = set()
    if not _check_header(header, staff):
        return emails
    column, number = header.index("email"), rows.line_num + 1
    for row in rows:
        if any(cell.strip() for cell in row):
            emails |= {cell.strip().lower() for cell in row[column : column + 1]}
            _read_line(staff, number, header, row)
        number = rows.line_num + 1
    return emails


def import_staff(ctx: Context, staff: Staff, actor: str) -> Change:
    """Take the file over: people by e-mail, one post per school; who is gone loses every right at once."""
    if staff.problems:
        raise ValueError("a staff file with problems is never taken over")
    return in_one(ctx, lambda tx: _import(ctx, tx, staff, actor))


def _import(ctx: Context, tx: Transaction, staff: Staff, actor: str) -> Change:
    ids, added = _people(ctx, tx, staff.lines)
    people.put_posts(tx, [_row(line, ids) for line in staff.lines])
    gone = people.remove_posts(tx, {(ids[line.email], line.school) for line in staff.lines})
    entries.note(tx, None, ctx.now(), actor, "personeel_ingelezen", regels=str(len(staff.lines)))
    return Change(added=added, kept=len(ids) - added, gone=gone)


def _people(ctx: Context, tx: Transaction, lines: Iterable[Line]) -> tuple[dict[str, str], int]:
    known = {one.email: one.id for one in people.everyone(tx)}
    first = {line.email: line for line in reversed(list(lines))}
    ids = {email: known.get(email) or ctx.new_id() for email in first}
    people.rename_all(tx, {ids[email]: line.name for email, line in first.items() if email in known})
    new = [_contact(ids[email], line) for email, line in first.items() if email not in known]
    people.add_all(tx, new)
    return ids, len(new)


def _contact(person: str, line: Line) -> Contact:
    return Contact(id=person, name=line.name, email=line.email, member=None, active=True, listed=True)


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


def _decode(raw: bytes, staff: Staff) -> str | None:
    if len(raw) > _MAX_BYTES:
        staff.problems.append(Problem(line=1, message=say("staff.large")))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        staff.problems.append(Problem(line=line, message=say("staff.encoding")))
        return None


def _check_header(header: list[str], staff: Staff) -> bool:
    missing = [name for name in COLUMNS if name not in header]
    double = sorted({name for name in header if name and header.count(name) > 1})
    unknown = [name for name in header if name and name not in COLUMNS]
    if len(header) == 1 and ";" in header[0]:
        staff.problems.append(Problem(line=1, message=say("staff.semicolons")))
    elif missing:
        staff.problems.append(Problem(line=1, message=say("staff.missing", names=", ".join(missing))))
    elif double:
        staff.problems.append(Problem(line=1, message=say("staff.double", names=", ".join(double))))
    elif unknown:
        staff.problems.append(Problem(line=1, message=say("staff.unknown_column", names=", ".join(unknown))))
    return not staff.problems


def _read_line(staff: Staff, number: int, header: list[str], row: list[str]) -> None:
    if len(row) != len(header):
        message = say("staff.cells", found=len(row), wanted=len(header))
        staff.problems.append(Problem(line=number, message=message))
        return
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    problems = _cell_problems(cells)
    if problems:
        staff.problems += [Problem(line=number, message=message) for message in problems]
        return
    staff.lines.append(_line(number, cells))


def _cell_problems(cells: dict[str, str]) -> list[str]:
    found = []
    if "@" not in cells["email"] or " " in cells["email"]:
        found.append(say("staff.email", value=cells["email"][:60]))
    found += [say("staff.empty", name=name) for name in ("naam", "school") if not cells[name]]
    found += [say("staff.csv", error=f"{name} > {most}") for name, most in _LONGEST.items() if len(cells[name]) > most]
    found += [say("staff.csv", error=f"NUL: {name}") for name in COLUMNS if "\0" in cells[name]]
    unknown = sorted(set(_items(cells["rollen"])) - ROLES)
    if unknown:
        found.append(say("staff.role", names=", ".join(unknown)))
    if set(_items(cells["werkdagen"])) - _DAYS:
        found.append(say("staff.workdays", value=cells["werkdagen"][:60]))
    found += [say("staff.date", name=name) for name in ("afwezig_van", "afwezig_tot") if not _date_fits(cells[name])]
    if not found and cells["afwezig_van"] and cells["afwezig_tot"] and cells["afwezig_tot"] < cells["afwezig_van"]:
        found.append(say("staff.period"))
    return found


def _check_together(staff: Staff, emails: set[str]) -> None:
    seen: set[tuple[str, str]] = set()
    for line in staff.lines:
        for name, value in (("leidinggevende", line.leader), ("vervanger", line.deputy)):
            if value and value not in emails:
                message = say("staff.person", name=name, value=value[:60])
                staff.problems.append(Problem(line=line.number, message=message))
            if value == line.email:
                staff.problems.append(Problem(line=line.number, message=say("staff.self", name=name)))
        if (line.email, line.school) in seen:
            staff.problems.append(Problem(line=line.number, message=say("staff.twice", value=line.email)))
        seen.add((line.email, line.school))
    if not staff.lines and not staff.problems:
        staff.problems.append(Problem(line=2, message=say("staff.nobody")))
    staff.problems.sort(key=lambda problem: problem.line)


def _line(number: int, cells: dict[str, str]) -> Line:
    return Line(
        number=number,
        email=cells["email"].lower(),
        name=cells["naam"],
        functie=cells["functie"],
        school=cells["school"],
        roles=frozenset(_items(cells["rollen"])),
        leader=cells["leidinggevende"].lower(),
        deputy=cells["vervanger"].lower(),
        absent_from=_date(cells["afwezig_van"]),
        absent_until=_date(cells["afwezig_tot"]),
        workdays=cells["werkdagen"],
    )


def _items(cell: str) -> list[str]:
    return [item.strip().lower() for item in cell.split(";") if item.strip()]


def _date(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _date_fits(cell: str) -> bool:
    """True for YYYY-MM-DD and for nothing: ``fromisoformat`` alone would take week numbers too."""
    try:
        _date(cell)
    except ValueError:
        return False
    return not cell or _DATE.fullmatch(cell) is not None
