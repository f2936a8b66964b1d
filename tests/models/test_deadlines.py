"""Deadlines are handled once, in order, and never while somebody decides on the case."""

from datetime import timedelta

from models import cases, deadlines
from models.deadlines import Deadline
from models.store import Store, together
from tests.models.rows import MINUTE, NOW, at_once, put_case, round_of


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


def test_the_auditor_finds_what_lay_there_what_lost_its_row_and_where_nobody_is_asked(store: Store) -> None:
    asked = round_of(due_at=NOW)
    put_case(store, "guarded", rounds=(asked,))
    put_case(store, "lost", rounds=(asked,))
    put_case(store, "calm", rounds=(round_of(due_at=NOW + timedelta(days=1)),))
    put_case(store, "nobody")
    put_case(store, "ended", state="closed")
    with store.write() as tx:
        deadlines.put(tx, [due("guarded")])
    later = NOW + MINUTE
    with store.read() as tx:
        assert deadlines.missed_cases(tx, NOW - MINUTE) == set()
        assert deadlines.missed_cases(tx, later) == {"guarded", "lost", "nobody"}
    assert next_of(store) == "guarded"
    with store.read() as tx:
        assert deadlines.missed_cases(tx, later) == {"lost", "nobody"}


def kinds_waiting(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        query = "select case_id, due_at from deadlines where type = 'route' and state = 'waiting' order by case_id"
        return [(str(row[0]), str(row[1])[:10]) for row in tx.exec_driver_sql(query)]


def test_a_look_at_who_is_asked_is_planned_once_and_the_earliest_moment_stands(store: Store) -> None:
    put_case(store)
    days = [timedelta(days=3), timedelta(days=1), timedelta(days=2)]
    with store.write() as tx:
        for span in days:
            deadlines.put_route(tx, "c1", NOW + span)
    assert kinds_waiting(store) == [("c1", "2026-11-25")]
    assert next_of(store, 3 * 24 * 60) == "c1"
    with store.write() as tx:
        deadlines.put_route(tx, "c1", NOW + days[0])
    assert kinds_waiting(store) == [("c1", "2026-11-27")]


def test_every_open_case_of_a_school_is_looked_at_when_people_came_or_left(store: Store) -> None:
    put_case(store, "c1")
    put_case(store, "c2", school="B")
    put_case(store, "c3", state="closed")
    with store.write() as tx:
        deadlines.put_route(tx, "c1", NOW + timedelta(days=9))
        deadlines.reroute(tx, ["A"], NOW)
    assert kinds_waiting(store) == [("c1", "2026-11-24")]
    with store.write() as tx:
        deadlines.reroute(tx, None, NOW)
    assert [key for key, _ in kinds_waiting(store)] == ["c1", "c2"]


def test_a_moment_to_look_again_is_set_among_inserts_that_leave_together(store: Store) -> None:
    """As with a report while somebody around it is away soon: PostgreSQL answers all of them at once."""
    put_case(store, "c1")
    with store.write() as tx, together(tx):
        deadlines.put_route(tx, "c1", NOW)
        deadlines.put_route(tx, "c1", NOW + MINUTE)
    assert [next_of(store, 9), next_of(store, 9)] == ["c1", None]
