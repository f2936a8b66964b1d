"""The migrations make the tables that the code describes, on both databases, and can be undone."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from models import schema
from models.store import AddressError, Store, Transaction, UnavailableError
from models.tables import metadata
from tests.conftest import fresh_postgres
from tests.models.rows import KEYRING, at_once, delivery
from tests.models.test_deliveries import put


def test_migrations_make_exactly_the_tables_that_the_code_describes(store: Store) -> None:
    with store.write() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_and_creating_by_hand_give_the_same_tables_columns_and_indexes(store: Store, tmp_path: Path) -> None:
    by_hand = Store(f"sqlite:///{tmp_path / 'other.db'}")
    with by_hand.write() as tx:
        metadata.create_all(tx)
        made = _shape(tx)
    with store.write() as tx:
        migrated = _shape(tx)
    migrated.pop("alembic_version")
    assert migrated == made
    by_hand.close()


def test_a_database_that_is_migrated_twice_stays_as_it_is(store: Store) -> None:
    schema.migrate(store)
    assert schema.is_current(store)


def test_a_migration_can_be_undone_and_leaves_nothing(store: Store) -> None:
    _to(store, "base")
    with store.write() as tx:
        assert inspect(tx).get_table_names() == ["alembic_version"]
    schema.migrate(store)
    assert schema.is_current(store)


def test_what_waited_before_there_were_lanes_waits_in_the_right_one_and_can_go_back(store: Store) -> None:
    ids = {"notice": "n1"}
    put(store, *(delivery(key, payload=ids) for key in ("waits", "uncertain", "looked up")))
    put(store, delivery("home", type="home", payload=ids))
    _to(store, "0003")
    with store.write() as tx:
        tx.exec_driver_sql("update deliveries set uncertain = true where key = 'uncertain'")
        assert _lanes(tx) == dict.fromkeys(("waits", "uncertain", "looked up", "home"), "slack")
    schema.migrate(store)
    with store.write() as tx:
        tx.exec_driver_sql("update deliveries set lane = 'slack:lookup' where key = 'looked up'")
        found = {"waits": "slack:post", "uncertain": "slack:find", "looked up": "slack:lookup", "home": "slack:home"}
        assert _lanes(tx) == found
    _to(store, "0003")
    with store.read() as tx:
        assert set(_lanes(tx).values()) == {"slack"}


def test_a_database_that_is_a_revision_behind_is_not_current(store: Store) -> None:
    _to(store, "-1")
    assert not schema.is_current(store)


def test_an_empty_database_is_not_current(empty_database_url: str) -> None:
    empty = Store(empty_database_url)
    assert not schema.is_current(empty)
    empty.close()


def test_a_database_of_a_newer_version_is_refused_and_stays_as_it_is(store: Store) -> None:
    with store.write() as tx:
        tx.exec_driver_sql("update alembic_version set version_num = '9999'")
    assert not schema.is_current(store)
    with pytest.raises(schema.SchemaError, match="newer version"):
        schema.migrate(store)


def test_several_processes_that_migrate_at_once_do_it_once(postgres: str) -> None:
    address = fresh_postgres(postgres)
    stores = [Store(address, KEYRING) for _ in range(3)]
    at_once(lambda number: schema.migrate(stores[number]), 3)
    assert all(schema.is_current(one) for one in stores)
    for one in stores:
        one.close()


@pytest.mark.parametrize("url", ["nonsense", "postgresql://user:geheim@host:no-port/db"])
def test_an_address_that_is_none_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(AddressError) as caught:
        Store(url)
    assert "geheim" not in str(caught.value)
    assert "nonsense" not in str(caught.value)


def test_a_database_that_is_not_there_is_unavailable_and_the_message_holds_no_password() -> None:
    gone = Store("postgresql://user:geheim@127.0.0.1:1/school")
    with pytest.raises(UnavailableError) as caught:
        schema.is_current(gone)
    assert "geheim" not in str(caught.value)
    gone.close()


def _to(store: Store, revision: str) -> None:
    with store.write() as tx:
        config = schema._config()
        config.attributes["connection"] = tx
        command.downgrade(config, revision)


def _shape(tx: object) -> dict[str, object]:
    found = inspect(tx)
    return {
        name: (
            sorted(column["name"] for column in found.get_columns(name)),
            sorted(
                (str(one["name"]), tuple(one["column_names"]))
                for one in found.get_indexes(name)
                if not one.get("duplicates_constraint")
            ),
            sorted(found.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in found.get_table_names()
    }


def _lanes(tx: Transaction) -> dict[str, str]:
    return {str(key): str(lane) for key, lane in tx.exec_driver_sql("select key, lane from deliveries")}
