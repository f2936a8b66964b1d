"""Rows that tests begin with."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from alembic import command

from models import cases, people, schema
from models.deliveries import Delivery
from models.keyring import Keyring
from models.store import Store, Transaction
from workflows.engine.case import Assignee, Case, Round

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
KEYRING = Keyring({"k1": bytes(range(32))})


def at_revision(url: str, revision: str) -> Store:
    """Open an empty database and make the tables as they were at that revision."""
    store = Store(url, KEYRING)
    with store.write() as tx:
        config = schema._config()
        config.attributes["connection"] = tx
        command.upgrade(config, revision)
    return store


def person(tx: Transaction, key: str = "p1") -> str:
    people.add(tx, key, f"{key}@school.example", f"Persoon {key}")
    return key


def person_id(tx: Transaction, email: str) -> str:
    """Return who has this address: it is sealed, so SQL alone cannot tell."""
    found = people.by_email(tx, email)
    assert found is not None, email
    return found.id


def alter_person(tx: Transaction, email: str, change: str) -> None:
    """Change a person behind the app's back, such as ``active = false``."""
    tx.exec_driver_sql(f"update people set {change} where id = '{person_id(tx, email)}'")  # noqa: S608


def round_of(task: str = "strategie", number: int = 1, *, who: str = "p1", **more: Any) -> Round:
    return Round(task=task, number=number, opened_at=NOW, assignees=(Assignee(person=who, role="directie"),), **more)


def case(key: str = "c1", **more: Any) -> Case:
    plain = Case(
        id=key,
        number=key,
        kind="ontsporing",
        protocol="d" * 16,
        school="A",
        melder="p1",
        owner="directie",
        created_at=NOW,
    )
    return replace(plain, **more)


def put_case(store: Store, key: str = "c1", **more: Any) -> Case:
    """Save a case, with its melder when there is none yet."""
    made = case(key, **more)
    with store.write() as tx:
        if people.by_id(tx, "p1") is None:
            person(tx)
        cases.add(tx, made)
    return made


def delivery(key: str = "d1", **more: Any) -> Delivery:
    plain = Delivery(key=key, type="post", lane="slack", slot=key, payload={"card": {}}, due_at=NOW, person=key)
    return replace(plain, **more)


def at_once(work: Callable[[int], T], times: int) -> list[T]:
    """Run *work* in as many threads that begin together; raises what any of them raised."""
    barrier, found, errors = threading.Barrier(times), [], []

    def run(number: int) -> None:
        barrier.wait(10)
        try:
            found.append(work(number))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    if errors:
        raise errors[0]
    return found
