"""Cases go in and come out as the same value, and two people never overwrite each other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import cases, entries, inbox, worklists
from models.counters import next_number
from models.schema import migrate
from models.store import ConflictError, DuplicateError, Store, Transaction
from tests.models.rows import KEYRING, NOW, at_once, case, person, put_case, round_of
from workflows.engine.case import Assignee, Case, Fact, Round

NUMBERS = count(1)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WORDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
VALUES = st.one_of(WORDS, st.lists(WORDS, max_size=3).map(tuple))
ASSIGNEES = st.builds(
    Assignee, person=WORDS, role=WORDS, reason=WORDS, params=st.dictionaries(WORDS, NAMES, max_size=2)
)
ROUNDS = st.builds(
    Round,
    task=WORDS,
    number=st.integers(1, 9),
    state=st.sampled_from(["open", "done", "lapsed"]),
    opened_at=MOMENTS,
    due_at=st.none() | MOMENTS,
    late_at=st.none() | MOMENTS,
    assignees=st.lists(ASSIGNEES, max_size=3).map(tuple),
    passed=st.lists(WORDS, max_size=3).map(tuple),
    outcome=st.none() | WORDS,
    by=st.none() | WORDS,
    ended_at=st.none() | MOMENTS,
    answers=st.dictionaries(WORDS, VALUES, max_size=3),
)
CASES = st.builds(
    Case,
    id=st.just("c"),
    number=st.just("n"),
    kind=WORDS,
    protocol=WORDS,
    school=NAMES,
    melder=st.just("p1"),
    owner=WORDS,
    created_at=MOMENTS,
    facts=st.dictionaries(WORDS, st.builds(Fact, value=VALUES, by=WORDS, at=MOMENTS), max_size=3),
    rounds=st.lists(ROUNDS, max_size=4, unique_by=lambda one: one.key).map(tuple),
    state=st.sampled_from(["open", "closed", "withdrawn", "merged"]),
    closed_at=st.none() | MOMENTS,
    merged_into=st.none() | WORDS,
    version=st.integers(0, 1000),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('cases') / 'c.db'}", KEYRING)
    migrate(store)
    with store.write() as tx:
        person(tx)
    yield store
    store.close()


@given(made=CASES)
def test_whatever_case_is_saved_comes_back_as_it_was(shelf: Store, made: Case) -> None:
    made = _new(made)
    with shelf.write() as tx:
        cases.add(tx, made)
    with shelf.read() as tx:
        assert cases.load(tx, made.id) == made


@given(first=CASES, then=CASES)
def test_whatever_a_case_becomes_is_what_comes_back(shelf: Store, first: Case, then: Case) -> None:
    known = {one.key for one in first.rounds}
    rounds = (*first.rounds, *(one for one in then.rounds if one.key not in known))
    first = _new(first)
    after = replace(then, id=first.id, number=first.number, rounds=rounds, version=first.version + 1)
    with shelf.write() as tx:
        cases.add(tx, first)
        cases.save(tx, first, after)
    with shelf.read() as tx:
        assert cases.load(tx, first.id) == after


def _new(made: Case) -> Case:
    """Hypothesis repeats what it draws, also ids: these two must be new each time."""
    number = next(NUMBERS)
    return replace(made, id=f"c{number}", number=f"n{number}")


def test_a_case_comes_back_the_same_from_both_databases(store: Store) -> None:
    fact = Fact(value=("a", "b"), by="p1", at=NOW)
    rounds = (round_of(answers={"x": ("1", "2"), "y": "z"}, due_at=NOW), round_of("tweede", state="done", by="p1"))
    made = put_case(store, facts={"wie": fact}, rounds=rounds, closed_at=NOW)
    with store.read() as tx:
        assert cases.load(tx, made.id) == made
        assert cases.load(tx, "unknown") is None


def test_moments_come_back_in_utc_whatever_zone_they_went_in_with(store: Store) -> None:
    summer = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    made = put_case(store, created_at=summer)
    with store.read() as tx:
        found = cases.load(tx, made.id)
    assert found is not None
    assert found.created_at == summer
    assert found.created_at.utcoffset() == timedelta()


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="naive datetime"):
        put_case(store, created_at=datetime(2026, 7, 1))  # noqa: DTZ001


def test_who_saves_second_is_told_so_and_changes_nothing(store: Store) -> None:
    before = put_case(store)
    with store.write() as tx:
        cases.save(tx, before, replace(before, owner="bestuur", version=1))
    with pytest.raises(ConflictError), store.write() as tx:
        cases.save(tx, before, replace(before, owner="niemand", version=1))
    with store.read() as tx:
        found = cases.load(tx, before.id)
    assert found is not None
    assert found.owner == "bestuur"


def test_a_person_with_two_roles_in_one_task_waits_once(store: Store) -> None:
    twice = (Assignee(person="p1", role="directie"), Assignee(person="p1", role="bestuur"))
    made = put_case(store, rounds=(replace(round_of(), assignees=twice),))
    with store.read() as tx:
        assert len(worklists.waiting_for(tx, "p1")) == 1
        assert cases.load(tx, made.id) == made


def test_the_queue_shows_open_tasks_the_one_due_first_on_top(store: Store) -> None:
    late, soon = NOW + timedelta(hours=9), NOW + timedelta(hours=1)
    put_case(store, "c1", rounds=(round_of(due_at=late), round_of("klaar", state="done", due_at=NOW)))
    before = put_case(store, "c2", rounds=(round_of(due_at=soon), round_of("zonder")))
    with store.write() as tx:
        assert [(one.number, one.task) for one in worklists.waiting_for(tx, "p1")] == [
            ("c2", "strategie"),
            ("c1", "strategie"),
            ("c2", "zonder"),
        ]
        done = replace(before.rounds[0], state="done")
        cases.save(tx, before, replace(before, version=1, rounds=(done, before.rounds[1])))
        assert [one.task for one in worklists.waiting_for(tx, "p1")] == ["strategie", "zonder"]


def test_a_number_is_never_given_twice(store: Store) -> None:
    def take(_: int) -> list[int]:
        found = []
        for _ in range(10):
            with store.write() as tx:
                found.append(next_number(tx, "case_2026"))
        return found

    found = sorted(number for one in at_once(take, 6) for number in one)
    assert found == list(range(1, 61))


def broken_off(store: Store, work: Callable[[Transaction], object]) -> None:
    """Do something in a transaction that an error ends."""

    def run() -> None:
        with store.write() as tx:
            work(tx)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()


def test_a_number_that_was_not_saved_is_given_again(store: Store) -> None:
    broken_off(store, lambda tx: cases.new_number(tx, NOW))
    with store.write() as tx:
        assert cases.new_number(tx, NOW) == "2026-0001"


def test_a_gesture_is_taken_in_once(store: Store) -> None:
    with store.write() as tx:
        inbox.take(tx, "V1:intake", "p1", NOW, {"case": "c1"})

    def again(tx: Transaction) -> None:
        person(tx, "p9")
        inbox.take(tx, "V1:intake", "p1", NOW, {"case": "c2"})

    with pytest.raises(DuplicateError), store.write() as tx:
        again(tx)
    with store.read() as tx:
        assert inbox.find(tx, "V1:intake") == {"case": "c1"}
        assert inbox.find(tx, "V2:intake") is None
        assert tx.exec_driver_sql("select count(*) from people where id = 'p9'").scalar() == 0


@pytest.mark.parametrize("change", ["update entries set actor = 'nobody'", "delete from entries"])
def test_the_database_itself_refuses_to_change_the_audit_trail(store: Store, change: str) -> None:
    with store.write() as tx:
        entries.note(tx, "c1", NOW, "p1", "gelezen", wat="iets")
    with pytest.raises(DuplicateError, match="append-only"), store.write() as tx:
        tx.exec_driver_sql(change)
    with store.read() as tx:
        assert [one.actor for one in entries.of_case(tx, "c1")] == ["p1"]


def test_the_audit_trail_cannot_be_emptied_at_once_either(postgres_store: Store) -> None:
    with pytest.raises(DuplicateError, match="append-only"), postgres_store.write() as tx:
        tx.exec_driver_sql("truncate entries")


def test_similar_reports_share_a_link_or_a_platform_and_a_moment(store: Store) -> None:
    platform = {"platform": Fact(value="whatsapp", by="p1", at=NOW)}
    mine = put_case(store, "c1", facts=platform)
    put_case(store, "c2", facts=platform)
    put_case(store, "c3")
    put_case(store, "c4", school="B", facts=platform)
    put_case(store, "c5", state="closed", facts=platform)
    with store.write() as tx:
        cases.put_links(tx, "c1", ["x", "x"])
        cases.put_links(tx, "c3", ["x"])
        near = timedelta(hours=2)
        assert [one.id for one in worklists.similar(tx, mine, NOW - near, NOW + near)] == ["c2", "c3"]
        assert cases.link_digests(tx, "c1") == {"x"}


def test_a_case_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(DuplicateError), store.write() as tx:
        cases.add(tx, case(melder="nobody"))


def test_nothing_of_a_broken_transaction_stays(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'x.db'}", KEYRING)
    migrate(store)
    broken_off(store, person)
    with store.read() as tx:
        assert tx.exec_driver_sql("select count(*) from people").scalar() == 0
    store.close()
