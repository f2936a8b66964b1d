"""A missing or wrong key is noticed at the start; keys of our own outlive those of the installation."""

import pytest

from models import deliveries, entries, vault
from models.keyring import Keyring, KeyringError
from models.schema import migrate
from models.store import Store
from models.vault import AUDIT, digest
from tests.models.rows import KEYRING, NOW, delivery, person

OTHER = bytes(range(1, 33))


def opened(store: Store, keyring: Keyring | None) -> Store:
    return Store(store.url.render_as_string(hide_password=False), keyring)


def test_the_keys_that_sealed_open_it_again(store: Store) -> None:
    store.vault.unlock()
    again = opened(store, KEYRING)
    again.vault.unlock()
    with store.read() as one, again.read() as other:
        assert store.vault.secret(one, AUDIT) == again.vault.secret(other, AUDIT)
    again.close()


@pytest.mark.parametrize(
    "keys, message",
    [
        ({"k2": OTHER}, "RUGGESPRAAK_KEYS lacks the key 'k1', which sealed part of this database"),
        ({"k1": OTHER}, "RUGGESPRAAK_KEYS: 'k1' is another key than the one that sealed here"),
    ],
)
def test_a_missing_or_another_key_is_refused_and_nothing_is_written(
    store: Store, keys: dict[str, bytes], message: str
) -> None:
    store.vault.unlock()
    wrong = opened(store, Keyring(keys))
    with pytest.raises(KeyringError, match=message):
        wrong.vault.unlock()
    with store.read() as tx:
        assert vault.proofs(tx) == ["k1"]
    wrong.close()


def test_without_keys_what_is_sealed_stays_closed(store: Store) -> None:
    with store.write() as tx:
        person(tx)
    bare = opened(store, None)
    with bare.read() as tx, pytest.raises(KeyringError, match="is not set"):
        digest(tx, "x", "email")
    bare.close()


def test_a_key_of_our_own_that_was_made_in_a_transaction_that_broke_off_is_not_remembered(store: Store) -> None:
    lost: list[bytes] = []

    def broken_off() -> None:
        with store.write() as tx:
            lost.append(store.vault.secret(tx, AUDIT))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    with store.write() as tx:
        kept = store.vault.secret(tx, AUDIT)
    with store.read() as tx:
        assert store.vault.secret(tx, AUDIT) == kept != lost[0]


def test_equal_values_have_equal_digests_for_one_purpose_only(store: Store) -> None:
    with store.write() as tx:
        assert digest(tx, "x", "email") == digest(tx, "x", "email")
        assert digest(tx, "x", "email") != digest(tx, "x", "link")


def test_a_database_that_was_never_unlocked_serves_a_reader_too(store: Store) -> None:
    migrate(store)
    with store.read() as tx:
        made = digest(tx, "x", "email")
    with store.read() as tx:
        assert digest(tx, "x", "email") == made


@pytest.mark.parametrize("name", ["audit", "digest"])
def test_a_key_of_our_own_that_is_gone_is_not_made_anew_when_something_rests_on_it(store: Store, name: str) -> None:
    store.vault.unlock()
    with store.write() as tx:
        person(tx)
        entries.note(tx, None, NOW, "p1", "personeel_ingelezen")
        tx.exec_driver_sql(f"delete from secrets where name = '{name}'")  # noqa: S608
    again = opened(store, KEYRING)
    with pytest.raises(KeyringError, match=f"the key '{name}' is gone from the database"):
        again.vault.unlock()
    again.close()


def test_a_key_that_another_process_still_used_after_rotating_is_missed_at_the_start(store: Store) -> None:
    store.vault.unlock()
    old = opened(store, Keyring({"old": OTHER, "k1": bytes(range(32))}))
    with old.write() as tx:
        deliveries.put(tx, [delivery("d1", payload={"card": {"text": "hallo"}})], NOW)
    again = opened(store, KEYRING)
    with pytest.raises(KeyringError, match="lacks the key 'old'"):
        again.vault.unlock()
    old.close()
    again.close()
