"""The staff file: read from bytes and checked line by line (DESIGN 8). It changes nothing and knows no database.

What is wrong is said with its line. Some faults leave no line to trust (encoding, header, no CSV): such a file is
refused whole, whatever else is asked.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from unicodedata import category

from texts import say

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
_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_PEOPLE = ("email", "leidinggevende", "vervanger")
_CONTROL = frozenset({"Cc", "Zl", "Zp"})
_MAX_BYTES = 5 * 1024 * 1024
_LONGEST = {"email": 320, "naam": 200, "functie": 150, "school": 100}
_SHOWN = 60
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_BETWEEN = re.compile(r"[\s\0,;\"]+")  # also between what a stray quote glued together
_ADDRESS = re.compile(r"[^@\s\0]+@[^@\s\0]+")


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


@dataclass(frozen=True, kw_only=True)
class Staff:
    """A staff file as read: the right lines, and what is wrong with the others.

    ``refused``: no line of it can be trusted. ``held``: every address on a wrong line; these people keep what they
    had. ``unclear``: a wrong line does not even tell whose it is, so nobody can be said to have left.
    """

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    held: frozenset[str] = frozenset()
    unclear: bool = False


class Rows(Protocol):
    """What ``csv.reader`` returns; its type has no public name."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@dataclass(kw_only=True)
class _Reading:
    """What was found so far."""

    rows: dict[int, list[str]] = field(default_factory=dict)
    emails: dict[int, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, number: int, messages: Iterable[str]) -> None:
        self.problems += [Problem(line=number, message=message) for message in messages]


def read_staff(raw: bytes) -> Staff:
    """Return the right lines of a staff file with every problem of the others; nothing is saved."""
    if len(raw) > _MAX_BYTES:
        return _refused(1, say("staff.large"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(raw[: error.start].count(b"\n") + 1, say("staff.encoding"))
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _read(rows)
    except csv.Error as error:
        return _refused(rows.line_num, say("staff.csv", error=str(error)))


def _read(rows: Rows) -> Staff:
    header = [name.strip().lower() for name in next(rows, [])]
    problem = _header_problem(header)
    if problem:
        return _refused(1, problem)
    found = _Reading()
    number = rows.line_num + 1
    for row in rows:
        if any(cell.strip() for cell in row):
            _read_line(found, number, header, row)
        number = rows.line_num + 1
    if not found.rows:
        return _refused(2, say("staff.nobody"))
    _check_together(found)
    return _staff(found)


def _staff(found: _Reading) -> Staff:
    wrong = {problem.line for problem in found.problems}
    words = (word for number in wrong for cell in found.rows[number] for word in _BETWEEN.split(cell))
    return Staff(
        lines=tuple(line for line in found.lines if line.number not in wrong),
        problems=tuple(sorted(found.problems, key=lambda problem: problem.line)),
        held=frozenset(word.lower() for word in words if _ADDRESS.fullmatch(word)),
        unclear=any(not _ADDRESS.fullmatch(found.emails[number]) for number in wrong),
    )


def _refused(line: int, message: str) -> Staff:
    return Staff(problems=(Problem(line=line, message=message),), refused=True)


def _header_problem(header: list[str]) -> str:
    missing = [name for name in COLUMNS if name not in header]
    double = sorted({name for name in header if name and header.count(name) > 1})
    unknown = [name for name in header if name and name not in COLUMNS]
    if len(header) == 1 and ";" in header[0]:
        return say("staff.semicolons")
    if missing:
        return say("staff.missing", names=", ".join(missing))
    if double:
        return say("staff.double", names=", ".join(double))
    return say("staff.unknown_column", names=_short(", ".join(unknown))) if unknown else ""


def _read_line(found: _Reading, number: int, header: list[str], row: list[str]) -> None:
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name}
    cells |= {name: cells[name].lower() for name in _PEOPLE if name in cells}
    found.rows[number], found.emails[number] = row, cells.get("email", "")
    if len(row) != len(header):
        found.add(number, [say("staff.cells", found=len(row), wanted=len(header))])
        return
    problems = _cell_problems(cells)
    found.add(number, problems)
    if not problems:
        found.lines.append(_line(number, cells))


def _breaks(cell: str) -> bool:
    """True for what no name holds and what would become a line of its own in a message: a new line, a control sign."""
    return any(category(sign) in _CONTROL for sign in cell)


def _cell_problems(cells: dict[str, str]) -> list[str]:
    bad = [name for name in COLUMNS if _breaks(cells[name]) or len(cells[name]) > _LONGEST.get(name, len(cells[name]))]
    if bad:
        return [say("staff.too_long", name=name) for name in bad]
    found = [] if _ADDRESS.fullmatch(cells["email"]) else [say("staff.email", value=_short(cells["email"]))]
    found += [say("staff.empty", name=name) for name in ("naam", "school") if not cells[name]]
    unknown = sorted(set(_items(cells["rollen"])) - ROLES)
    if unknown:
        found.append(say("staff.role", names=_short(", ".join(unknown))))
    if set(_items(cells["werkdagen"])) - set(_DAYS):
        found.append(say("staff.workdays", value=_short(cells["werkdagen"])))
    dates = [say("staff.date", name=name) for name in ("afwezig_van", "afwezig_tot") if not _date_fits(cells[name])]
    if not dates and cells["afwezig_van"] and cells["afwezig_tot"] and cells["afwezig_tot"] < cells["afwezig_van"]:
        dates = [say("staff.period")]
    return found + dates


def _check_together(found: _Reading) -> None:
    """Check what only shows beside the other lines: people who are named, and people who stand there twice."""
    everyone = set(found.emails.values())
    names: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for line in found.lines:
        problems = list(_named_problems(line, everyone))
        if (line.email, line.school) in seen:
            problems.append(say("staff.twice", value=_short(line.email)))
        elif names.setdefault(line.email, line.name) != line.name:
            problems.append(say("staff.two_names", value=_short(line.email), name=_short(names[line.email])))
        seen.add((line.email, line.school))
        found.add(line.number, problems)


def _named_problems(line: Line, everyone: set[str]) -> Iterator[str]:
    for name, value in (("leidinggevende", line.leader), ("vervanger", line.deputy)):
        if value and value not in everyone:
            yield say("staff.person", name=name, value=_short(value))
        if value == line.email:
            yield say("staff.self", name=name)


def _line(number: int, cells: dict[str, str]) -> Line:
    days = _items(cells["werkdagen"])
    return Line(
        number=number,
        email=cells["email"],
        name=cells["naam"],
        functie=cells["functie"],
        school=cells["school"],
        roles=frozenset(_items(cells["rollen"])),
        leader=cells["leidinggevende"],
        deputy=cells["vervanger"],
        absent_from=_date(cells["afwezig_van"]),
        absent_until=_date(cells["afwezig_tot"]),
        workdays=";".join(day for day in _DAYS if day in days),
    )


def _items(cell: str) -> list[str]:
    return [item.strip().lower() for item in cell.split(";") if item.strip()]


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def _date(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _date_fits(cell: str) -> bool:
    """True for YYYY-MM-DD and for nothing: ``fromisoformat`` alone would take week numbers too."""
    try:
        _date(cell)
    except ValueError:
        return False
    return not cell or _DATE.fullmatch(cell) is not None
