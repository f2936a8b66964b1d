"""Everything sealed is sealed anew under the first key, also when that is broken off, and the old key may go."""

import pytest
from sqlalchemy import inspect, select

from models import contents, deliveries, entries, inbox, notices, people, rotation, trail_check
from models.contents import Writing
from models.keyring import Keyring, KeyringError
from models.store import Store
from models.tables import metadata
from tests.models.rows import KEYRING, NOW, delivery, put_case
from tests.models.test_broadcasts import notice
from workflows.engine.policy import Grant

NEW = bytes(range(7, 39))
BOTH = Keyring({"k2": NEW, "k1": bytes(range(32))})
GRANT = Grant(case_id="c1", person="p1")


@pytest.fixture
def full(store: Store) -> Store:
    """One value in every sealed column, and more than a batch in one of them."""
    store.vault.unlock()
    put_case(store)
    with store.write() as tx:
        writings = [Writing(id=f"w{n}", key="toelichting", author="p1", at=NOW, text=f"Tekst {n}") for n in range(230)]
        contents.put(tx, KEYRING, "c1", writings)
        contents.put_file(tx, KEYRING, "c1", Writing(id="f1", key="bijlagen", author="p1", at=NOW, text="a.png"), "F1")
        contents.fill(tx, KEYRING, "f1", b"png", media="image/png", sha256="0")
        notices.add(tx, KEYRING, notice())
        deliveries.put(tx, [delivery("d1", payload={"card": {"text": "hallo"}})], NOW)
        inbox.take_said(tx, "V1", "p1", NOW, "Bas vervangt u.")
        posts = rotation.tables.posts.insert()
        sealed = KEYRING.seal(b"docent", "posts.sealed:p1:A")
        tx.execute(posts.values(person="p1", school="A", sealed=sealed, roles="", workdays=""))
    return store


def reopened(store: Store, keyring: Keyring) -> Store:
    return Store(store.url.render_as_string(hide_password=False), keyring)


def test_every_sealed_column_of_the_database_is_rotated() -> None:
    """A new column named ``sealed`` that nobody rotates would keep the old key alive for ever."""
    sealed = {table.name for table in metadata.sorted_tables if "sealed" in table.c}
    assert {one.table.name for one in rotation.SEALED_COLUMNS} == sealed
    for one in rotation.SEALED_COLUMNS:
        assert set(one.bound) <= {column.key for column in inspect(one.table).columns}


def test_after_rotating_the_new_key_alone_opens_everything(full: Store) -> None:
    both = reopened(full, BOTH)
    both.vault.unlock()
    rotation.rotate(both, lambda *_: None)
    with both.read() as tx:
        assert rotation.in_use(tx).keys() == {"k2"}
    both.close()
    alone = reopened(full, Keyring({"k2": NEW}))
    alone.vault.unlock()
    with alone.read() as tx:
        assert len(contents.of_case(tx, alone.vault.keyring, GRANT)) == 231
        assert contents.file_bytes(tx, alone.vault.keyring, GRANT, "f1") == b"png"
        assert deliveries.by_id(tx, 1).payload == {"card": {"text": "hallo"}}  # type: ignore[union-attr]
        assert people.by_email(tx, "p1@school.example").name == "Persoon p1"  # type: ignore[union-attr]
        assert inbox.said(tx, "V1", inbox.find(tx, "V1") or {}) == "Bas vervangt u."
        loaded = notices.load(tx, alone.vault.keyring, "n1")
        assert loaded is not None
        assert loaded.text == "Tekst n1"
    with alone.snapshot() as tx:
        assert list(trail_check.findings(tx)) == []
    alone.close()


def test_rotating_that_is_broken_off_goes_on_where_it_was(full: Store) -> None:
    both = reopened(full, BOTH)
    both.vault.unlock()
    seen: list[str] = []

    def stumble(column: str, _done: int) -> None:
        seen.append(column)
        if seen.count("contents.sealed") == 2:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rotation.rotate(both, stumble)
    with both.read() as tx:
        assert rotation.in_use(tx)["k1"] > 0
    done: dict[str, int] = {}
    rotation.rotate(both, lambda column, number: done.update({column: done.get(column, 0) + number}))
    assert done["contents.sealed"] == 31
    with both.read() as tx:
        assert rotation.in_use(tx).keys() == {"k2"}
    both.close()


def test_a_value_that_does_not_open_stops_it_and_is_named(full: Store) -> None:
    with full.write() as tx:
        moved = tx.execute(select(contents.tables.contents.c.sealed).where(contents.tables.contents.c.id == "w1"))
        table = contents.tables.contents
        tx.execute(table.update().where(table.c.id == "w2").values(sealed=moved.scalar()))
    both = reopened(full, BOTH)
    both.vault.unlock()
    with pytest.raises(KeyringError, match=r"contents\.sealed:w2"):
        rotation.rotate(both, lambda *_: None)
    with both.read() as tx:
        assert "k1" in rotation.in_use(tx)
    both.close()


def test_the_trail_goes_on_under_another_key(full: Store) -> None:
    both = reopened(full, BOTH)
    both.vault.unlock()
    rotation.rotate(both, lambda *_: None)
    with both.write() as tx:
        entries.note(tx, "c1", NOW, "p1", "gelezen")
    with both.snapshot() as tx:
        assert list(trail_check.findings(tx)) == []
    both.close()


def test_what_was_sealed_with_an_old_key_after_rotating_is_counted_though_its_proof_is_gone(full: Store) -> None:
    both = reopened(full, BOTH)
    both.vault.unlock()
    rotation.rotate(both, lambda *_: None)
    behind = reopened(full, Keyring({"k1": bytes(range(32)), "k2": NEW}))
    with behind.write() as tx:
        contents.put(
            tx, behind.vault.keyring, "c1", [Writing(id="late", key="toelichting", author="p1", at=NOW, text="Laat")]
        )
    with both.read() as tx:
        assert rotation.in_use(tx)["k1"] == 1
    behind.close()
    both.close()
