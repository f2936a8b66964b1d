"""A school with a messenger that does what a test tells it to."""
# ruff: noqa: ARG002 (the messenger takes all that a Messenger takes)

import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from models import cases, contents, deliveries, people
from models.contents import File, Writing
from models.deliveries import Delivery
from models.keyring import Keyring
from models.store import Store
from tests.play import checked_source
from workflows.cards.elements import Card, Text
from workflows.cards.wire import pack
from workflows.engine.case import Case
from workflows.usecases.context import Context, pin
from workflows.usecases.deliver import deliver_due
from workflows.usecases.messenger import Member, Place

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEYRING = Keyring({"k1": bytes(range(32))})


class Chat:
    """A Messenger that notes what it is asked, and raises, returns or calls what a test put ready for a method."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.ready: dict[str, deque[Any]] = defaultdict(deque)
        self.posted: dict[str, Place] = {}
        self.staff: list[Member] = []
        self.deletes = True
        self.has = True
        self._lock = threading.Lock()

    def will(self, method: str, *answers: Any) -> None:
        self.ready[method].extend(answers)

    def count(self, method: str) -> int:
        return [name for name, _ in self.calls].count(method)

    def send(self, to: str, card: Card, key: str) -> Place:
        self._note("send", to)
        with self._lock:
            place = Place(channel=f"D{to}", ts=f"{len(self.posted) + 1}.0")
            self.posted[key] = place
        return place

    def find(self, to: str, key: str, since: float) -> Place | None:
        self._note("find", to)
        return self.posted.get(key)

    def update(self, place: Place, card: Card) -> None:
        self._note("update", card.text)

    def home(self, to: str, card: Card) -> None:
        self._note("home", to)

    def member_of(self, email: str) -> Member | None:
        self._note("member_of", email)
        return next((one for one in self.staff if one.email == email), None)

    def members(self) -> list[Member]:
        return self.staff

    def channel_members(self, channel: str) -> list[str]:
        return []

    def fetch(self, file: str) -> tuple[str, bytes]:
        return file, self._note("fetch", file) or b""

    def discard(self, file: str) -> bool:
        self._note("discard", file)
        return self.deletes

    def has_file(self, file: str) -> bool:
        self._note("has_file", file)
        return self.has

    def _note(self, method: str, what: str) -> Any:
        with self._lock:
            self.calls.append((method, what))
            answer = self.ready[method].popleft() if self.ready[method] else None
        if isinstance(answer, BaseException):
            raise answer
        return answer() if callable(answer) else answer


@dataclass(kw_only=True)
class School:
    """What a test does with one installation."""

    ctx: Context
    chat: Chat
    clock: list[datetime]

    def wait(self, **span: float) -> None:
        self.clock[0] += timedelta(**span)

    def deliver(self) -> int:
        return deliver_due(self.ctx, self.chat)

    def deliver_all(self) -> None:
        while self.deliver():
            pass

    def person(self, key: str, *, member: str | None = None) -> str:
        with self.ctx.store.write() as tx:
            people.add(tx, key, f"{key}@school.example", key.title(), member=member)
        return key

    def put(self, key: str, **more: Any) -> Delivery:
        """Queue a delivery and return it as it stands."""
        given = {
            "type": "post",
            "lane": "slack",
            "slot": key,
            "payload": {"card": card(key)},
            "person": "melder",
        } | more
        with self.ctx.store.write() as tx:
            deliveries.put(tx, [Delivery(key=key, due_at=self.ctx.now(), **given)], self.ctx.now())
        return self.row(key)

    def row(self, key: str) -> Delivery:
        with self.ctx.store.read() as tx:
            found = tx.exec_driver_sql(f"select id from deliveries where key = '{key}'").scalar()  # noqa: S608
            row = deliveries.by_id(tx, found or 0)
        assert row is not None, key
        return row

    def state(self, key: str) -> tuple[str, str]:
        row = self.row(key)
        return row.state, row.reason

    def case_with_file(self) -> None:
        """A case of the melder, with a file that still lies at the chat product."""
        plain = Case(
            id="c1",
            number="n1",
            kind="ontsporing",
            protocol=self.ctx.source.digest,
            school="A",
            melder="melder",
            owner="directie",
            created_at=NOW,
        )
        name = Writing(id="f1", key="bijlagen", author="melder", at=NOW, text="a.png")
        with self.ctx.store.write() as tx:
            pin(self.ctx, tx)
            cases.add(tx, plain)
            contents.put_file(tx, self.ctx.keyring, "c1", name, "F1")
        self.put("fetch:F1", type="fetch", payload={"file": "F1", "content": "f1"}, person=None, case_id="c1")

    def file(self) -> File:
        with self.ctx.store.read() as tx:
            found = contents.file(tx, "f1")
        assert found is not None
        return found


def card(text: str) -> Any:
    return pack(Card(text=text, elements=(Text(text=text),)))


def make_school(store: Store) -> School:
    clock, numbers = [NOW], count(1)
    ctx = Context(
        store=store,
        keyring=KEYRING,
        source=checked_source("scala"),
        now=lambda: clock[0],
        new_id=lambda: f"id{next(numbers)}",
    )
    school = School(ctx=ctx, chat=Chat(), clock=clock)
    school.person("melder", member="U1")
    return school
