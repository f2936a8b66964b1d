"""Staff files as tests write them, and what a school makes of them."""

from models import people, roster
from models.people import Contact
from models.roster import Roster
from tests.usecases.school import NOW, School
from workflows.engine.person import Person
from workflows.usecases.presence import Roll
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_change import Change
from workflows.usecases.staff_file import COLUMNS, Staff, read_staff

HEADER = ",".join(COLUMNS)
ANNA = "anna@school.example,Anna,Docent,A,,,,,,"
MELDER = "melder@school.example,Melder,Docent,A,,,,,,"
BAS = "bas@school.example,Bas,Directeur,A,directie;bestuur,,,,,"


def read(*lines: str, header: str = HEADER) -> Staff:
    return read_staff("\n".join([header, *lines]).encode())


def wrong(*lines: str, header: str = HEADER) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in read(*lines, header=header).problems]


def cell(**values: str) -> str:
    """A line of Anna, with these cells."""
    plain = {"email": "anna@school.example", "naam": "Anna", "functie": "Docent", "school": "A"} | values
    return ",".join(plain.get(name, "") for name in COLUMNS)


def person(name: str, **values: str) -> str:
    """A line of somebody."""
    return cell(**({"email": f"{name}@school.example", "naam": name.title()} | values))


def take_over(school: School, *lines: str, skip_wrong: bool = False, roll: Roll | None = None) -> Change:
    return import_staff(school.ctx, read(*lines), "test", skip_wrong=skip_wrong, roll=roll)


def counts(change: Change) -> tuple[int, int, int, int]:
    return len(change.added), change.edited, len(change.gone), change.unchanged


def edits(change: Change) -> list[tuple[str, str, str, str, str]]:
    return [(one.person.name, one.school, one.column, one.old, one.new) for one in change.changed]


def listed(school: School) -> Roster:
    with school.ctx.store.read() as tx:
        return roster.load(tx)


def working(school: School) -> set[str]:
    return {one.name for one in listed(school).people if one.works}


def contact(school: School, name: str) -> Contact:
    with school.ctx.store.read() as tx:
        found = people.by_email(tx, f"{name}@school.example")
    assert found is not None
    return found


def posts(school: School, name: str) -> Person:
    key = contact(school, name).id
    with school.ctx.store.read() as tx:
        return people.circle(tx, [key], NOW.date()).people[key]
