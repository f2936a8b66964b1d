"""What is written beside a transaction: nobody waits for it, and it stays."""

from contextlib import suppress

from models.counters import next_number
from models.store import Store
from tests.models.rows import KEYRING


class BrokenOffError(Exception):
    pass


def number(store: Store) -> int:
    with store.write() as tx, store.beside(tx) as counting:
        return next_number(counting, "case_2026")


def test_nobody_waits_for_a_number_and_one_that_was_not_used_is_not_given_again(postgres_store: Store) -> None:
    with suppress(BrokenOffError), postgres_store.write() as tx:
        with postgres_store.beside(tx) as counting:
            assert next_number(counting, "case_2026") == 1
        assert number(postgres_store) == 2
        raise BrokenOffError
    assert number(postgres_store) == 3


def test_on_sqlite_it_is_the_transaction_itself(sqlite_url: str) -> None:
    sqlite_store = Store(sqlite_url, KEYRING)
    with suppress(BrokenOffError), sqlite_store.write() as tx, sqlite_store.beside(tx) as counting:
        assert counting is tx
        assert next_number(counting, "case_2026") == 1
        raise BrokenOffError
    assert number(sqlite_store) == 1
    sqlite_store.close()
