"""A school with ended cases, of which days go by."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from models import cases, dossiers, entries, keepings, people, tables
from models.dossiers import DossierEntry
from models.keepings import Keeping
from models.people import Contact
from tests.play import ROOT
from tests.usecases.school import NOW, School
from workflows.engine.case import Assignee, Case, Round
from workflows.engine.retention import MONTHS, Retention
from workflows.usecases.context import Context, pin
from workflows.usecases.keep_daily import Kept, keep_daily
from workflows.usecases.messenger import Member
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff

SCHOOL = "De Regenboog"
LAST = date(2027, 11, 24)  # a report without a dossier that ended now
KEYS = count(1)


class Place:
    """A school with its staff, ended cases, and days that go by."""

    def __init__(self, school: School) -> None:
        self.school, self.ctx = school, school.ctx
        import_staff(self.ctx, read_staff((ROOT / "ruggespraak/demo/staff.csv").read_bytes()), "test")
        with self.ctx.store.read() as tx:
            known = people.everyone(tx)
        school.chat.staff = [Member(id=f"M{n}", email=one.email, name=one.name) for n, one in enumerate(known)]

    def who(self, name: str) -> Contact:
        with self.ctx.store.read() as tx:
            found = people.by_email(tx, f"{name}@regenboog.example")
        assert found is not None
        return found

    def ended(self, key: str = "c1", **more: Any) -> Case:
        """A case that directie handled and that has ended, as the app of before left it."""
        asked = Assignee(person=self.who("marjan").id, role="directie")
        done = Round(
            task="afsluiten", number=1, state="done", opened_at=NOW, ended_at=NOW, assignees=(asked,), by=asked.person
        )
        plain = Case(
            id=key, number=f"2026-{key}", kind="ontsporing", protocol=self.ctx.source.digest, school=SCHOOL,
            melder="melder", owner="directie", created_at=NOW, state="closed", closed_at=self.ctx.now(), rounds=(done,),
        )  # fmt: skip
        made = replace(plain, **more)
        with self.ctx.store.write() as tx:
            pin(self.ctx, tx)
            cases.add(tx, made)
        return made

    def filed(self, case_id: str, type_: str) -> None:
        entry = DossierEntry(
            id=f"d{next(KEYS)}", case_id=case_id, type=type_, task="t", number=1, content="x", filed="y",
            confirmed_by="melder", confirmed_at=NOW,
        )  # fmt: skip
        with self.ctx.store.write() as tx:
            dossiers.add(tx, entry)

    def on(self, day: date, ctx: Context | None = None) -> Kept:
        """Do what that day brings, at ten in the morning, and deliver it."""
        self.school.clock[0] = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        done = keep_daily(ctx or self.ctx)
        self.school.deliver_all()
        return done

    def workday(self, day: date) -> date:
        """That day, or the Monday after it: in a weekend nothing quiet is sent."""
        return day + timedelta(days=max(0, 7 - day.isoweekday())) + timedelta(1) if day.isoweekday() > 5 else day

    def until_gone(self, day: date) -> int:
        """Let day after day go by, at most a week; returns how many cases were destroyed."""
        return sum(self.on(day + timedelta(days=one)).destroyed for one in range(8))

    def keeping(self, case_id: str = "c1") -> Keeping | None:
        with self.ctx.store.read() as tx:
            return keepings.of_case(tx, case_id)

    def is_there(self, case_id: str = "c1") -> bool:
        with self.ctx.store.read() as tx:
            return cases.load(tx, case_id) is not None

    def told(self) -> list[tuple[str, str]]:
        """Who was told that something will be destroyed, and in which state that message is."""
        query = select(tables.deliveries.c.person, tables.deliveries.c.state, tables.deliveries.c.key)
        with self.ctx.store.read() as tx:
            rows = tx.execute(query.order_by(tables.deliveries.c.id)).all()
            names = {one.id: one.name for one in people.everyone(tx)}
        return [(names[row.person], row.state) for row in rows if row.key.startswith("bewaren:")]

    def types(self, case_id: str = "c1") -> list[str]:
        with self.ctx.store.read() as tx:
            return [one.type for one in entries.of_case(tx, case_id)]

    def months(self, **months: int) -> Context:
        return replace(self.ctx, retention=Retention(default={**MONTHS, **months}))


def key() -> str:
    return f"g{next(KEYS)}"
