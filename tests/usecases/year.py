"""A year of three schools under one bestuur, played by chance: people report, answer, forget, fall ill and leave.

Only the chat product is played; everything else is the app as it runs. Time jumps from one thing that happens to the
next, so that the clock acts when it would.
"""

import heapq
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import holidays

from models import people, worklists
from models.people import Contact
from models.schema import migrate
from models.store import Store
from tests.play import checked_source
from tests.usecases.school import KEYRING, Chat
from workflows.cards.elements import Card
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.errors import IncompleteError, WorkflowError
from workflows.engine.protocol import NOT_POSSIBLE, Question, asked, outcomes, sends
from workflows.school_file import read_schools
from workflows.usecases.act import Choice, act
from workflows.usecases.audit import audit
from workflows.usecases.context import Context, case_of
from workflows.usecases.deliver import deliver_due
from workflows.usecases.digest import digest
from workflows.usecases.leave import take_leave
from workflows.usecases.members import sync
from workflows.usecases.messenger import Member, Place
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import COLUMNS, read_staff
from workflows.usecases.submit import InvalidFormError, submit
from workflows.usecases.tick import tick

FIRST, LAST = date(2026, 8, 3), date(2027, 7, 30)
SCHOOLS = {"Noorderlicht": "noord", "De Middelste": "midden", "Zuidrand": "zuid"}
LEADERS, TEACHERS = 5, 75
_SETTINGS = """
vangnet: [bestuur1@scholen.example]
scholen:
  Noorderlicht: {regio: noord, uren: {vr: "8:00-14:00"}, studiedagen: [2026-11-30]}
  De Middelste: {regio: midden, termijnen: {vandaag: 6}}
  Zuidrand: {regio: zuid, uren: {wo: "8:00-13:00"}}
"""

Row = dict[str, str]


class Phones(Chat):
    """The chat product: remembers who got what, and when."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.log: list[tuple[datetime, str, str, str]] = []

    def send(self, to: str, card: Card, key: str) -> Place:
        self.log.append((self._now(), to, key, card.text))
        return super().send(to, card, key)


class Year:
    """One year; ``play`` lets it pass."""

    def __init__(self, folder: Path, url: str, *, seed: int, reports: int) -> None:
        self.chance = Random(seed)
        self.now = at(FIRST, 9)
        self.sent = 0
        self._numbers = count(1)
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._keys = count(1)
        settings = folder / "scholen.yml"
        settings.write_text(_SETTINGS, encoding="utf-8")
        schools = read_schools(settings, public_holidays())
        store = Store(url, KEYRING)
        migrate(store)
        self.ctx = Context(
            store=store,
            keyring=KEYRING,
            source=checked_source("scala"),
            now=lambda: self.now,
            new_id=lambda: f"id{next(self._numbers)}",
            calendars=schools.calendars,
            fallback=schools.fallback,
        )
        self.phones = Phones(lambda: self.now)
        self.rows = staff(self.chance)
        self._hire()
        self._plan(reports)

    def play(self) -> None:
        """Let the year pass, and some weeks more in which everything that runs comes to its end."""
        until = at(LAST, 23) + timedelta(weeks=12)
        while (upcoming := self._next()) is not None and upcoming <= until:
            self.now = max(self.now, upcoming)
            while self._events and self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()
            self._let_the_app_act()

    def person(self, email: str) -> Contact:
        with self.ctx.store.read() as tx:
            found = people.by_email(tx, email)
        assert found is not None, email
        return found

    def _hire(self) -> None:
        self.phones.staff = [member(row) for row in self.rows]
        import_staff(self.ctx, read_staff(as_csv(self.rows)), "test")
        sync(self.ctx, self.phones)

    def _plan(self, reports: int) -> None:
        for _ in range(reports):
            self._at(self._some_moment(), self._report)
        for row in [one for one in self.rows if is_asked(one)]:
            for _ in range(3):
                self._at(self._some_moment(), lambda row=row: self._fall_ill(row))
        for month in (2, 5, 8):
            self._at(at(FIRST + timedelta(days=30 * month), 21), self._somebody_leaves)
        for day in range((LAST - FIRST).days + 90):
            self._at(at(FIRST + timedelta(days=day), 8, 31), self._morning)

    def _morning(self) -> None:
        digest(self.ctx)
        assert audit(self.ctx) == ()

    def _some_moment(self) -> datetime:
        day = FIRST + timedelta(days=self.chance.randrange((LAST - FIRST).days))
        return at(day, self.chance.choice([7, 8, 9, 10, 11, 13, 15, 16, 19, 21, 22, 23]), self.chance.randrange(60))

    def _at(self, moment: datetime, job: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._keys), job))

    def _next(self) -> datetime | None:
        """When something happens next: what was planned, a deadline, or a message that waits."""
        with self.ctx.store.read() as tx:
            rows = [
                tx.exec_driver_sql("select min(due_at) from deadlines where state = 'waiting'").scalar(),
                tx.exec_driver_sql("select min(due_at) from deliveries where state = 'waiting'").scalar(),
            ]
        moments = [datetime.fromisoformat(str(row)).replace(tzinfo=UTC) for row in rows if row]
        moments += [self._events[0][0]] if self._events else []
        return min(moments, default=None)

    def _let_the_app_act(self) -> None:
        before = len(self.phones.log)
        while tick(self.ctx) or deliver_due(self.ctx, self.phones):
            pass
        for _, to, key, _ in self.phones.log[before:]:
            if key.startswith(("card:", "remind:", "before:", "digest:")) and self.chance.random() < 0.6:
                delay = timedelta(hours=self.chance.expovariate(1 / 5))
                self._at(self.now + delay, lambda to=to: self._answer(to))

    def _report(self) -> None:
        row = self.chance.choice([one for one in self.rows if one["functie"] == "leerkracht"])
        kind = self.chance.choice(["ontsporing", "ontsporing", "publicatie"])
        definition = self.ctx.protocol.kinds[kind]
        keys = [key for key in definition.intake if self.ctx.protocol.question(key).type != "file"]
        answers = {key: self._value(self.ctx.protocol.question(key)) for key in keys}
        answers |= (
            {"zedenvermoeden": "ja" if self.chance.random() < 0.05 else "nee"} if "zedenvermoeden" in keys else {}
        )
        answers |= {"spoed": "ja" if self.chance.random() < 0.2 else "nee"} if "spoed" in keys else {}
        try:
            who = self.person(row["email"])
            submit(self.ctx, lambda _: who, kind, answers, f"report{next(self._keys)}", more=False)
            self.sent += 1
        except (IncompleteError, InvalidFormError):
            self._report()  # these answers did not fit each other: filled in anew

    def _answer(self, to: str) -> None:
        """Somebody looks at their phone and does what waits for them, as far as they can."""
        with self.ctx.store.read() as tx:
            who = people.by_member(tx, to)
            waiting = worklists.waiting_for(tx, who.id) if who and who.active else []
        for one in waiting[:5]:
            assert who is not None
            self._decide(who, one.case_id, one.task, one.round)

    def _decide(self, who: Contact, case_id: str, task_key: str, number: int) -> None:
        with self.ctx.store.read() as tx:
            protocol, case = case_of(self.ctx, tx, case_id)
        task = protocol.task(case.kind, task_key)
        ends = [one for one in outcomes(task) if one != sends(task)]
        self.chance.shuffle(ends)
        ends.sort(key=lambda one: one == NOT_POSSIBLE)
        for end in ends:
            answers = {key: self._value(protocol.question(key)) for key in asked(task, end)}
            choice = Choice(case_id=case_id, task=task_key, number=number, outcome=end)
            try:
                act(self.ctx, who, choice, answers, f"act{next(self._keys)}")
            except (WorkflowError, InvalidFormError):
                continue
            return

    def _value(self, question: Question) -> Any:
        if question.of:
            chosen = self.chance.choice(list(question.of))
            return (str(chosen),) if question.type == "choices" else str(chosen)
        if question.type == "date":
            return (self.now.astimezone(AMSTERDAM).date() + timedelta(days=self.chance.randrange(1, 20))).isoformat()
        if question.type in ("person", "people"):
            some = member(self.chance.choice(self.rows)).id
            return some if question.type == "person" else (some,)
        return "https://voorbeeld.example/x" if question.type == "url" else "Zo staat het er."

    def _fall_ill(self, row: Row) -> None:
        if row not in self.rows:
            return
        today = self.now.astimezone(AMSTERDAM).date()
        first = today + timedelta(days=self.chance.choice([0, 0, 1, 7]))
        last = first + timedelta(days=self.chance.choice([0, 1, 4, 9, 21]))
        answers = {"van": first.isoformat(), "tot_en_met": last.isoformat()}
        try:
            take_leave(self.ctx, self.person(row["email"]), answers, f"leave{next(self._keys)}", other=False)
        except WorkflowError:
            return  # already away in those days

    def _somebody_leaves(self) -> None:
        """A leader leaves; a colleague takes their people over in the next staff file."""
        leaders = [one for one in self.rows if one["functie"] == "teamleider"]
        gone = self.chance.choice(leaders)
        heir = self.chance.choice([one for one in leaders if one["school"] == gone["school"] and one is not gone])
        self.rows = [one for one in self.rows if one is not gone]
        for row in self.rows:
            for column in ("leidinggevende", "vervanger"):
                if row[column] == gone["email"]:
                    row[column] = "" if row is heir else heir["email"]
        import_staff(self.ctx, read_staff(as_csv(self.rows)), "test")


def staff(chance: Random) -> list[Row]:
    """Return some 250 people: three schools with directie, leaders who replace each other, and teachers."""
    board = [row("bestuur1", next(iter(SCHOOLS)), "bestuurder", rollen="bestuur", vervanger="bestuur2")]
    board += [row("bestuur2", "Zuidrand", "bestuurder", rollen="bestuur")]
    board += [row(name, next(iter(SCHOOLS)), name, rollen=name) for name in ("toezicht", "manager_hrm", "beheerder")]
    found = board
    for place, name in enumerate(SCHOOLS):
        heads = [f"hoofd{place}{number}" for number in range(1 + place % 2)]
        leaders = [f"leider{place}{number}" for number in range(LEADERS)]
        found += [row(one, name, "directeur", rollen="directie", leidinggevende="bestuur1") for one in heads]
        for number, one in enumerate(leaders):
            deputy = leaders[(number + 1) % LEADERS]
            found.append(
                row(one, name, "teamleider", leidinggevende=heads[0], vervanger=deputy, days=some_days(chance))
            )
        for number in range(TEACHERS):
            leader = chance.choice(leaders)
            found.append(row(f"leraar{place}{number}", name, "leerkracht", leidinggevende=leader))
    return found


def row(name: str, school: str, functie: str, *, days: str = "", **more: str) -> Row:
    people_columns = ("leidinggevende", "vervanger")
    cells = {key: f"{value}@scholen.example" if key in people_columns else value for key, value in more.items()}
    first = {"email": f"{name}@scholen.example", "naam": name.title(), "functie": functie, "school": school}
    return dict.fromkeys(COLUMNS, "") | first | {"werkdagen": days} | cells


def some_days(chance: Random) -> str:
    return chance.choice(["", "", "ma;di;wo", "wo;do;vr", "ma;di;do;vr"])


def is_asked(row: Row) -> bool:
    return bool(row["rollen"]) or row["functie"] == "teamleider"


def as_csv(rows: list[Row]) -> bytes:
    lines = [",".join(COLUMNS), *(",".join(one[column] for column in COLUMNS) for one in rows)]
    return "\n".join(lines).encode()


def member(row: Row) -> Member:
    return Member(id=f"U{row['email'].partition('@')[0].upper()}", email=row["email"], name=row["naam"])


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


def public_holidays() -> dict[date, str]:
    years = range(FIRST.year, LAST.year + 2)
    return dict(holidays.country_holidays("NL", years=years, language="nl", categories=("public", "optional")))
