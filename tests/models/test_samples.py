"""PostgreSQL samples the values of every column for its planner; of what a case holds it may sample nothing."""

from sqlalchemy import JSON, LargeBinary

from models import schema
from models.store import Store
from models.tables import metadata
from tests.conftest import fresh_postgres
from tests.flows.test_vernietigen import on_disk, sampled
from tests.models.rows import at_revision
from tests.models.test_sealing_of_before import fill

_CONTENT = (JSON, LargeBinary)


def test_no_column_that_can_hold_content_is_sampled(postgres_store: Store) -> None:
    with postgres_store.read() as tx:
        query = "select attrelid::regclass::text, attname from pg_attribute where attstattarget = 0"
        never = {(table, name) for table, name in tx.exec_driver_sql(query)}
    content = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, _CONTENT)
    }
    assert content
    assert content - never == set()


def test_samples_from_before_names_were_sealed_are_gone(postgres: str) -> None:
    store = at_revision(fresh_postgres(postgres), "0004")
    with store.write() as tx:
        fill(tx)
        for number in (2, 3):  # of a single value no sample is kept
            person = f"'p{number}', 'noor{number}@school.example', 'Noor {number}', 'U{number}', true, true, false"
            tx.exec_driver_sql(
                f"insert into people (id, email, name, member, active, listed, home_seen) values ({person})"  # noqa: S608
            )
    sampled(store)
    with store.read() as tx:
        samples = "select count(*) from pg_stats where histogram_bounds::text like '%%Ingrid de Wit%%'"
        assert tx.exec_driver_sql(samples).scalar_one() == 1
    schema.migrate(store)
    assert _copies(store) == []
    store.close()


def _copies(store: Store) -> list[str]:
    clear = (b"ingrid@school.example", b"Ingrid de Wit")
    return [name for name, data in on_disk(store).items() if any(one in data for one in clear)]
