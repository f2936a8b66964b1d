"""Fifty schools under one bestuur, on a database: the real app with its desk, and without anything that sends.

Time stands still on a working day, so that what is due is only what a bench makes due. Nothing here measures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from models import people, roster
from models.keyring import Keyring
from models.people import Contact
from models.schema import migrate
from models.store import Store, Transaction
from ruggespraak.bootstrap import new_id, public_holidays
from slackapp.client import SlackSettings, sender_client
from slackapp.messenger import SlackMessenger
from workflows.protocol_files import Source
from workflows.school_file import read_schools
from workflows.usecases.context import Context
from workflows.usecases.school_desk import SchoolDesk
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import COLUMNS, read_staff

SCHOOLS, LEADERS, TEACHERS = 50, 4, 35
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_NOWHERE = SlackSettings(bot_token="xoxb-bench", signing_secret="bench", api_url="http://127.0.0.1:1/api/")  # noqa: S106


@dataclass(frozen=True, kw_only=True)
class Teacher:
    """Somebody who reports, with who is asked then."""

    person: Contact
    leader: Contact
    head: Contact
    school: str


@dataclass(frozen=True, kw_only=True)
class Bestuur:
    """The app of these schools; everybody in ``teachers`` is known in the chat product."""

    context: Context
    desk: SchoolDesk
    messenger: SlackMessenger
    teachers: tuple[Teacher, ...]

    @property
    def store(self) -> Store:
        return self.context.store

    def staff_of(self, leader: Contact) -> tuple[Teacher, ...]:
        """Return who reports to this leidinggevende."""
        return tuple(one for one in self.teachers if one.leader == leader)


def found(url: str, source: Source) -> Bestuur:
    """Bring the tables and all staff into an empty database."""
    context = _context(url, source)
    import_staff(context, read_staff("\n".join([",".join(COLUMNS), *_lines()]).encode()), "bench")
    with context.store.write() as tx:
        _enroll(tx)
        teachers = tuple(_teachers(tx))
    messenger = SlackMessenger(sender_client(_NOWHERE))
    return Bestuur(context=context, desk=SchoolDesk(context, messenger), messenger=messenger, teachers=teachers)


def _context(url: str, source: Source) -> Context:
    keyring = Keyring({"bench": bytes(range(32))})
    store = Store(url, keyring)
    migrate(store)
    return Context(
        store=store,
        keyring=keyring,
        source=source,
        now=lambda: NOW,
        new_id=new_id,
        calendars=read_schools(None, public_holidays(NOW)).calendars,
    )


def _lines() -> Iterator[str]:
    """Yield the staff file: a bestuur, and in each school a directeur, teamleiders who replace each other, teachers."""
    yield _line("bestuur", 0, "Bestuurder", rollen="bestuur")
    for school in range(SCHOOLS):
        yield _line(f"hoofd{school}", school, "Directeur", rollen="directie", leidinggevende=_address("bestuur"))
        for number in range(LEADERS):
            deputy = _address(f"leider{school}x{(number + 1) % LEADERS}")
            above = _address(f"hoofd{school}")
            yield _line(f"leider{school}x{number}", school, "Teamleider", leidinggevende=above, vervanger=deputy)
        for number in range(TEACHERS):
            leader = _address(f"leider{school}x{number % LEADERS}")
            yield _line(f"leraar{school}x{number}", school, "Leerkracht", leidinggevende=leader)


def _line(name: str, school: int, functie: str, **more: str) -> str:
    first = {"email": _address(name), "naam": f"Anna {name.title()}", "functie": functie, "school": f"School {school}"}
    cells: Mapping[str, str] = first | more
    return ",".join(cells.get(column, "") for column in COLUMNS)


def _address(name: str) -> str:
    return f"{name}@bestuur.example"


def _enroll(tx: Transaction) -> None:
    """Everybody is in the chat product, and everybody but the teachers has looked at their home page."""
    everyone = people.everyone(tx)
    names = {one.id: one.email.partition("@")[0] for one in everyone}
    roster.place(tx, {key: roster.Place(member=f"U{name.upper()}", in_chat=True) for key, name in names.items()})
    for key, name in names.items():
        if not name.startswith("leraar"):
            people.saw_home(tx, key)


def _teachers(tx: Transaction) -> Iterator[Teacher]:
    known = {one.email: one for one in people.everyone(tx)}
    for school in range(SCHOOLS):
        for number in range(TEACHERS):
            yield Teacher(
                person=known[_address(f"leraar{school}x{number}")],
                leader=known[_address(f"leider{school}x{number % LEADERS}")],
                head=known[_address(f"hoofd{school}")],
                school=f"School {school}",
            )
