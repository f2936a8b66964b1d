"""What is kept of the staff is never older than the staff: not in another process, and not after a rollback."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from models import inbox, people
from models.people import Contact
from models.store import DuplicateError, Store, UnavailableError, together
from tests.models.rows import KEYRING, at_once
from tests.play import TUESDAY

TODAY = date(2026, 11, 24)


class ChangedOurMindError(Exception):
    pass


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url, KEYRING)
    with opened.write() as tx:
        people.add(tx, "ingrid", "ingrid@regenboog.example", "Ingrid de Wit", member="U02")
    yield opened
    opened.close()


@pytest.fixture
def other(store: Store, database_url: str) -> Iterator[Store]:
    """The same database in another process, that has a memory of its own."""
    opened = Store(database_url, KEYRING)
    yield opened
    opened.close()


def ingrid(store: Store) -> Contact | None:
    with store.read() as tx:
        return people.by_member(tx, "U02")


def change_and_give_up(store: Store) -> None:
    with store.write() as tx:
        people.tie(tx, "ingrid", "U99", "Somebody Else")
        found = people.by_member(tx, "U99")
        assert found is not None
        assert found.name == "Somebody Else"
        raise ChangedOurMindError


def test_a_right_that_ends_in_another_process_has_ended_here(store: Store, other: Store) -> None:
    before = ingrid(store)
    assert before is not None
    assert before.works
    with other.write() as tx:
        people.tie(tx, "ingrid", "U99")
    assert ingrid(store) is None


def test_the_people_around_a_case_are_those_of_now(store: Store, other: Store) -> None:
    with store.read() as tx:
        assert people.circle(tx, {"ingrid"}, TODAY).people["ingrid"].active
    with other.write() as tx:
        tx.exec_driver_sql("update people set active = false where id = 'ingrid'")
    with store.read() as tx:
        assert not people.circle(tx, {"ingrid"}, TODAY).people["ingrid"].active


def test_a_change_that_is_rolled_back_is_kept_by_nobody(store: Store) -> None:
    with pytest.raises(ChangedOurMindError):
        change_and_give_up(store)
    with store.write() as tx:
        people.saw_home(tx, "ingrid")  # the version that was given up is given again
    found = ingrid(store)
    assert found is not None
    assert found.name == "Ingrid de Wit"


def test_somebody_who_was_unknown_is_known_once_they_are_added(store: Store, other: Store) -> None:
    with store.read() as tx:
        assert people.by_id(tx, "bas") is None
    with other.write() as tx:
        people.add(tx, "bas", "bas@regenboog.example", "Bas Mulder")
    with store.read() as tx:
        assert people.by_id(tx, "bas") is not None


def test_a_home_page_that_is_seen_again_changes_nothing(store: Store) -> None:
    with store.write() as tx:
        people.saw_home(tx, "ingrid")
    seen = ingrid(store)
    with store.write() as tx:
        people.saw_home(tx, "ingrid")
    assert ingrid(store) is seen


def test_what_is_sent_together_fails_like_anything_else(store: Store) -> None:
    with store.write() as tx:
        inbox.take(tx, "once", "ingrid", TUESDAY, {})
    with pytest.raises(DuplicateError), store.write() as tx, together(tx):
        inbox.take(tx, "once", "ingrid", TUESDAY, {})


def test_a_gesture_is_taken_first_once(store: Store) -> None:
    with store.write() as tx:
        assert inbox.take_first(tx, "key", "ingrid", TUESDAY, {"case": "c1"})
        assert not inbox.take_first(tx, "key", "ingrid", TUESDAY, {"case": "c2"})
        assert inbox.case_of(tx, "key") == "c1"


def test_a_failing_question_leaves_nobody_unknown(store: Store) -> None:
    """What could not be read is read the next time; it is not kept as "there is nobody"."""

    def fail(_tx: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM people" in statement:
            raise OperationalError(statement, {}, Exception("away"))

    event.listen(store._reader, "before_cursor_execute", fail)
    with pytest.raises(UnavailableError), store.read() as tx:
        people.named(tx, ["ingrid"])
    event.remove(store._reader, "before_cursor_execute", fail)
    with store.read() as tx:
        assert "ingrid" in people.named(tx, ["ingrid"])


def test_threads_that_ask_at_once_all_hear_who_somebody_is(store: Store) -> None:
    for number in range(20):
        with store.write() as tx:
            people.tie(tx, "ingrid", f"U{number}")

        def ask(_: int) -> bool:
            with store.read() as tx:
                return "ingrid" in people.named(tx, ["ingrid"])

        assert all(at_once(ask, 6))
