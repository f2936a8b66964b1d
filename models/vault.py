"""The keys behind what is kept: those of the installation, and keys of our own that lie in the database, sealed.

Keys of our own stay the same when those of the installation rotate: ``audit`` binds the audit trail, ``digest`` makes
the digests by which equal values are recognised. Beside them lies a proof of every key that ever sealed here, so that
a missing or wrong one is noticed at the start and not at the first case that does not open.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from models.keyring import Keyring, KeyringError, key_name
from models.tables import chains, deliveries, people, secrets

AUDIT, DIGEST, LINK = "audit", "digest", "link"
_OPTION, _WRITES = "vault", "vault_writes"
PROOF = "key:"  # before the name of a key that sealed here
_PLAIN = b"ruggespraak"
_BYTES = 32
_NEWEST = 200
_RESTS = {AUDIT: chains.c.case_id, DIGEST: people.c.id}  # what could not be read without it

Begin = Callable[[], AbstractContextManager[Connection]]


class Vault:
    """What one process knows of the keys; *begin* gives a transaction that writes, for a key that is not there yet."""

    def __init__(self, keyring: Keyring | None, begin: Begin) -> None:
        self._keyring, self._begin = keyring, begin
        self._known: dict[str, bytes] = {}

    @property
    def keyring(self) -> Keyring:
        """The keys of the installation; raises KeyringError when the database was opened without."""
        if self._keyring is None:
            raise KeyringError("RUGGESPRAAK_KEYS: is not set")
        return self._keyring

    def serve(self, engine: Engine, *, writes: bool) -> None:
        engine.update_execution_options(**{_OPTION: self, _WRITES: writes})

    def secret(self, tx: Connection, name: str) -> bytes:
        """Return a key of our own; it is made the first time."""
        if name not in self._known:
            found = _read(tx, self.keyring, name)
            if found is None:
                return self._make(tx, name)
            self._known[name] = found
        return self._known[name]

    def unlock(self) -> None:
        """Prove that every key that sealed here is in the ring and is the same; raises KeyringError.

        A key of our own that is gone is not made anew where something rests on it: nobody would be found by address
        any more, and no entry of the trail would fit.
        """
        with self._begin() as tx:
            for row in tx.execute(select(secrets)):
                self._prove(row.name, row.sealed)
            self._prove_newest(tx)
            _add(tx, self.keyring, PROOF + self.keyring.current, _PLAIN)
            for name in (AUDIT, DIGEST, LINK):
                self.secret(tx, name)

    def _prove_newest(self, tx: Connection) -> None:
        """Look under which keys the newest messages were sealed: another process may have used one after a rotation."""
        query = select(deliveries.c.sealed).where(deliveries.c.sealed.is_not(None)).order_by(deliveries.c.id.desc())
        for name in {key_name(sealed) for sealed in tx.execute(query.limit(_NEWEST)).scalars()}:
            if not self.keyring.has(name):
                raise KeyringError(f"RUGGESPRAAK_KEYS lacks the key '{name}', which sealed part of this database")

    def _prove(self, name: str, sealed: bytes) -> None:
        try:
            self.keyring.open(sealed, _place(name))
        except KeyringError as error:
            if name.startswith(PROOF) and "lacks" not in str(error):
                key = name.removeprefix(PROOF)
                raise KeyringError(f"RUGGESPRAAK_KEYS: '{key}' is another key than the one that sealed here") from None
            raise KeyringError(f"{error}, which sealed part of this database") from None

    def _make(self, tx: Connection, name: str) -> bytes:
        """Make a key of our own; it is not remembered, because *tx* may still be rolled back."""
        if not tx.get_execution_options().get(_WRITES):
            with self._begin() as writer:
                return self._make(writer, name)
        if name in _RESTS and tx.execute(select(_RESTS[name]).limit(1)).first() is not None:
            raise KeyringError(f"the key '{name}' is gone from the database, and what is kept rests on it: restore it")
        return self.begin(tx, name)

    def begin(self, tx: Connection, name: str) -> bytes:
        """Return a key of our own that is made now, whatever there is already."""
        _add(tx, self.keyring, name, os.urandom(_BYTES))
        found = _read(tx, self.keyring, name)
        if found is None:
            raise KeyringError(f"the key '{name}' could not be kept")
        return found


def vault_of(tx: Connection) -> Vault:
    """Return the vault of the store that this transaction belongs to."""
    vault: Vault = tx.get_execution_options()[_OPTION]
    return vault


def keyring_of(tx: Connection) -> Keyring:
    return vault_of(tx).keyring


def digest(tx: Connection, text: str, purpose: str) -> str:
    """Return a keyed digest: equal texts can be recognised, not guessed by who lacks the key."""
    key = vault_of(tx).secret(tx, DIGEST)
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def proofs(tx: Connection) -> list[str]:
    """Return the names of the keys that sealed here."""
    query = select(secrets.c.name).where(secrets.c.name.startswith(PROOF)).order_by(secrets.c.name)
    return [name.removeprefix(PROOF) for name in tx.execute(query).scalars()]


def forget_proof(tx: Connection, key: str) -> None:
    """Nothing is sealed under this key any more: it may leave the ring."""
    tx.execute(secrets.delete().where(secrets.c.name == PROOF + key))


def _read(tx: Connection, keyring: Keyring, name: str) -> bytes | None:
    sealed = tx.execute(select(secrets.c.sealed).where(secrets.c.name == name)).scalar()
    return keyring.open(sealed, _place(name)) if sealed is not None else None


def _add(tx: Connection, keyring: Keyring, name: str, plain: bytes) -> None:
    """Keep a key, unless somebody else was first."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = {"name": name, "sealed": keyring.seal(plain, _place(name))}
    tx.execute(insert(secrets).values(**values).on_conflict_do_nothing(index_elements=["name"]))


def _place(name: str) -> str:
    return f"secrets.sealed:{name}"
