"""A school with many files and a full inbox rotates its keys in little memory, and nobody waits long to write."""

import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event, func, select

from models import contents, inbox, rotation, tables
from models.contents import Writing
from models.keyring import Keyring
from models.store import Store
from tests.models.rows import KEYRING, NOW, put_case
from workflows.engine.policy import Grant

BOTH = Keyring({"k2": bytes(range(7, 39)), "k1": bytes(range(32))})
GRANT = Grant(case_id="c1", person="p1")
MEGABYTE = 1_000_000
FILES, SIZE = 12, 3 * MEGABYTE


@pytest.fixture
def both(store: Store) -> Iterator[Store]:
    """A school with files, which already has another key in front."""
    store.vault.unlock()
    put_case(store)
    for number in range(FILES):
        name = Writing(id=f"f{number:02}", key="bijlagen", author="p1", at=NOW, text="a.png")
        with store.write() as tx:
            contents.put_file(tx, KEYRING, "c1", name, f"F{number}")
            contents.fill(tx, KEYRING, name.id, bytes([number]) * SIZE, media="image/png", sha256="0")
    made = Store(store.url.render_as_string(hide_password=False), BOTH)
    made.vault.unlock()
    yield made
    made.close()


def peak_of(work: Callable[[], object]) -> int:
    """Return how many bytes were in use at most beyond those before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def under_new_key(store: Store) -> int:
    kept = tables.files.c.sealed
    with store.read() as tx:
        begins = tx.execute(select(func.substr(kept, 1, 6)).where(kept.is_not(None))).scalars()
        return sum(bytes(one) == b"v1:k2:" for one in begins)


def test_files_are_sealed_anew_one_by_one_and_others_write_in_between(both: Store) -> None:
    seen: list[tuple[int, int]] = []

    def told(column: str, number: int) -> None:
        if column == "files.sealed":
            seen.append((number, under_new_key(both)))
            with both.write() as tx:  # nobody holds the only place to write
                inbox.take(tx, f"V{len(seen)}", "p1", NOW, {"case": "c1"})

    rotation.rotate(both, told)
    assert seen == [(1, done) for done in range(1, FILES + 1)]


def test_the_memory_of_a_rotation_does_not_grow_with_the_number_of_files(both: Store) -> None:
    peak = peak_of(lambda: rotation.rotate(both, lambda *_: None))
    assert peak < FILES * SIZE / 2
    with both.read() as tx:
        for number in range(FILES):
            assert contents.file_bytes(tx, BOTH, GRANT, f"f{number:02}") == bytes([number]) * SIZE


def test_files_that_were_broken_off_go_on_with_the_next_and_none_is_done_twice(both: Store) -> None:
    done: list[str] = []

    def stumble(column: str, _number: int) -> None:
        done.append(column)
        if done.count("files.sealed") == 5:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rotation.rotate(both, stumble)
    assert under_new_key(both) == 5
    rotation.rotate(both, lambda column, number: done.extend([column] * number))
    assert done.count("files.sealed") == FILES
    with both.read() as tx:
        assert rotation.in_use(tx).keys() == {"k2"}


def test_a_file_that_is_thrown_away_meanwhile_is_passed_over(both: Store) -> None:
    done: list[int] = []

    def told(column: str, number: int) -> None:
        if column == "files.sealed":
            done.append(number)
            with both.write() as tx:
                contents.drop_files(tx, "c1")

    rotation.rotate(both, told)
    assert done == [1]


def test_to_look_for_what_is_left_nobody_is_kept_from_writing(both: Store) -> None:
    """On SQLite, where one writes at a time: looking reads past all files. PostgreSQL has no such place."""
    if not both.is_sqlite:
        return
    rotation.rotate(both, lambda *_: None)
    writing: list[str] = []
    event.listen(both.engine, "before_cursor_execute", lambda *given: writing.append(given[2]))
    rotation.rotate(both, lambda *_: None)
    assert [one for one in writing if "files" in one] == []


def test_of_a_full_inbox_only_the_beginnings_of_sealed_answers_are_read(both: Store) -> None:
    with both.write() as tx:
        inbox.take_said(tx, "S1", "p1", NOW, "Bas vervangt u. " * 1000)
        for number in range(20):
            inbox.take(tx, f"V{number}", "p1", NOW, {"case": "c1"})
    with both.read() as tx:
        assert [(key, len(begin)) for key, begin in rotation._answers(tx)] == [("S1", 81)]
        assert rotation.in_use(tx)["k2"] == 1
