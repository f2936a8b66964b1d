"""Deadlines are handled once, in order, and never while somebody decides on the case."""

from datetime import timedelta

from models import cases, deadlines
from models.deadlines import Deadline
from models.store import Store
from tests.models.rows import MINUTE, NOW, at_once, put_case


def due(key: str, minutes: int = 0, task: str = "strategie") -> Deadline:
    return Deadline(case_id=key, task=task, number=1, type="remind", due_at=NOW + minutes * MINUTE)


def put(store: Store, *rows: Deadline) -> None:
    for key in {one.case_id for one in rows}:
        put_case(store, key)
    with store.write() as tx:
        deadlines.put(tx, rows)


def next_of(store: Store, minutes: int = 0) -> str | None:
    with store.write() as tx:
        found = deadlines.next_due(tx, NOW + minutes * MINUTE)
        if found is not None:
            deadlines.finish(tx, found)
        return found.case_id if found else None


def test_what_passed_first_comes_first_and_each_comes_once(store: Store) -> None:
    put(store, due("c1", 2), due("c2", 1), due("c3", 9))
    assert [next_of(store, 5) for _ in range(3)] == ["c2", "c1", None]


def test_the_same_deadline_is_put_once(store: Store) -> None:
    put(store, due("c1"))
    with store.write() as tx:
        deadlines.put(tx, [due("c1", 5)])
    assert [next_of(store, 9), next_of(store, 9)] == ["c1", None]


def test_what_is_dropped_does_not_come_and_other_tasks_do(store: Store) -> None:
    put(store, due("c1"), due("c1", task="melding"))
    with store.write() as tx:
        deadlines.drop(tx, "c1", "strategie", 1)
        found = deadlines.next_due(tx, NOW)
    assert found is not None
    assert found.task == "melding"


def test_what_is_postponed_comes_later(store: Store) -> None:
    put(store, due("c1"))
    with store.write() as tx:
        found = deadlines.next_due(tx, NOW)
        assert found is not None
        deadlines.postpone(tx, found, NOW + 5 * MINUTE)
    assert [next_of(store, 4), next_of(store, 5)] == [None, "c1"]


def test_one_that_is_skipped_does_not_hide_the_others(store: Store) -> None:
    put(store, due("c1"), due("c2", 1))
    with store.write() as tx:
        first = deadlines.next_due(tx, NOW + MINUTE)
        assert first is not None
        other = deadlines.next_due(tx, NOW + MINUTE, skip=[first.id])
    assert other is not None
    assert (first.case_id, other.case_id) == ("c1", "c2")


def test_many_workers_handle_each_deadline_once(store: Store) -> None:
    put(store, *(due(f"c{number}") for number in range(30)))

    def work(_: int) -> list[str]:
        found: list[str] = []
        while (key := next_of(store)) is not None:
            found.append(key)
        return found

    found = [key for one in at_once(work, 4) for key in one]
    assert sorted(found) == sorted(f"c{number}" for number in range(30))


def test_a_case_that_somebody_decides_on_is_left_alone_so_that_the_two_never_wait_for_each_other(
    postgres_store: Store,
) -> None:
    put(postgres_store, due("c1"), due("c2", 1))
    with postgres_store.write() as person:
        assert cases.load(person, "c1", lock=True) is not None
        with postgres_store.write() as clock:
            found = deadlines.next_due(clock, NOW + MINUTE)
            assert found is not None
            assert found.case_id == "c2"
            deadlines.drop(person, "c1", "strategie", 1)
    assert next_of(postgres_store, 1) == "c2"
    assert next_of(postgres_store, 1) is None


def test_the_auditor_counts_what_passed_without_effect(store: Store) -> None:
    put(store, due("c1"), due("c2", 30))
    with store.write() as tx:
        assert deadlines.overdue(tx, NOW + timedelta(hours=1)) == 2
        assert deadlines.overdue(tx, NOW + MINUTE) == 1
    next_of(store)
    with store.read() as tx:
        assert deadlines.overdue(tx, NOW + MINUTE) == 0
