"""Sealing everything anew under the first key of the ring, a hundred values at a time.

Each batch is a transaction of its own and takes only what is not yet under that key: broken off half-way it goes on
where it was, and two at once do no harm. It opens every value, so a value that does not open stops it and is named.
"""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Row, Select, Table, func, literal, select, tuple_, update

from models import tables
from models.inbox import SEALED, place
from models.keyring import Keyring, KeyringError, key_name
from models.store import Store, Transaction
from models.vault import PROOF, forget_proof, keyring_of, proofs

_BATCH = 100
_PREFIX = b"v1:"
_LONGEST = 80  # the prefix of a value is shorter than this


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A column that holds sealed values, and to what each is bound: its own name and these columns of its row."""

    table: Table
    bound: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.table.name}.sealed"

    @property
    def keys(self) -> list[Column[Any]]:
        """The columns of the primary key, by which the rows are walked."""
        return list(self.table.primary_key)

    def place(self, row: Row[Any]) -> str:
        return ":".join([self.name, *(str(getattr(row, column)) for column in self.bound)])


SEALED_COLUMNS = (
    Sealed(table=tables.secrets, bound=("name",)),
    Sealed(table=tables.people, bound=("id",)),
    Sealed(table=tables.posts, bound=("person", "school")),
    Sealed(table=tables.contents, bound=("id", "case_id", "author", "key", "task", "number")),
    Sealed(table=tables.files, bound=("content",)),
    Sealed(table=tables.notices, bound=("id", "case_id")),
    Sealed(table=tables.chains, bound=("case_id",)),
    Sealed(table=tables.deliveries, bound=("key",)),
)


def rotate(store: Store, told: Callable[[str, int], None]) -> None:
    """Seal everything anew; *told* hears the column and how many were done. Raises KeyringError for what won't open.

    Afterwards the proofs of the other keys are gone: they may leave the ring.
    """
    for column in SEALED_COLUMNS:
        last: tuple[Any, ...] | None = ()
        while last is not None:
            last, done = _batch(store, column, last)
            told(column.name, done)
    told("inbox.result", _gestures(store))
    with store.write() as tx:
        left = in_use(tx)
        for key in proofs(tx):
            if key != keyring_of(tx).current and not left.get(key):
                forget_proof(tx, key)


def in_use(tx: Transaction) -> dict[str, int]:
    """Return how many values are sealed under each key, by what stands in front of every value.

    The proofs alone would not tell: a process that sealed with an old key after rotating left values and no proof.
    """
    found = Counter(dict.fromkeys(proofs(tx), 0))
    for column in SEALED_COLUMNS:
        kept = column.table.c.sealed
        query = select(func.substr(kept, 1, _LONGEST)).where(kept.is_not(None), *_ours(column))
        found.update(key_name(sealed) for sealed in tx.execute(query).scalars())
    found.update(key_name(b64decode(row.result[SEALED])) for row in _answers(tx))
    return dict(sorted(found.items()))


def _batch(store: Store, column: Sealed, after: tuple[Any, ...]) -> tuple[tuple[Any, ...] | None, int]:
    """Seal the next values of a column anew; returns the last key that was done, None at the end, and how many."""
    with store.write() as tx:
        keyring = keyring_of(tx)
        rows = tx.execute(_old(column, keyring, after).limit(_BATCH).with_for_update()).all()
        for row in rows:
            here = [key == getattr(row, key.name) for key in column.keys]
            values = {"sealed": _anew(keyring, row.sealed, column.place(row))}
            tx.execute(update(column.table).where(*here).values(**values))
        last = tuple(getattr(rows[-1], key.name) for key in column.keys) if len(rows) == _BATCH else None
        return last, len(rows)


def _old(column: Sealed, keyring: Keyring, after: tuple[Any, ...]) -> Select[Any]:
    """What is not yet under the first key, in the order of the rows, behind those that were done."""
    kept, keys = column.table.c.sealed, column.keys
    others = [column.table.c[name] for name in column.bound if name not in {key.name for key in keys}]
    query = select(*keys, *others, kept).where(kept.is_not(None), ~_begins(kept, keyring.current), *_ours(column))
    return (query.where(tuple_(*keys) > tuple_(*after)) if after else query).order_by(*keys)


def _ours(column: Sealed) -> list[ColumnElement[bool]]:
    """The proofs of the keys stay under their own key."""
    return [~tables.secrets.c.name.startswith(PROOF)] if column.table is tables.secrets else []


def _gestures(store: Store) -> int:
    """The answers that gestures got lie sealed in JSON; they are few, and looked for once."""
    with store.read() as tx:
        mark = _mark(keyring_of(tx).current)
        old = [row.key for row in _answers(tx) if not b64decode(row.result[SEALED]).startswith(mark)]
    for key in old:
        with store.write() as tx:
            _gesture(tx, key)
    return len(old)


def _gesture(tx: Transaction, key: str) -> None:
    inbox = tables.inbox
    result = tx.execute(select(inbox.c.result).where(inbox.c.key == key)).scalar()
    if result is not None:
        anew = _anew(keyring_of(tx), b64decode(result[SEALED]), place(key))
        values = {"result": {**result, SEALED: b64encode(anew).decode()}}
        tx.execute(update(inbox).where(inbox.c.key == key).values(**values))


def _answers(tx: Transaction) -> Iterator[Row[Any]]:
    return (row for row in tx.execute(select(tables.inbox)) if SEALED in row.result)


def _anew(keyring: Keyring, sealed: bytes, where: str) -> bytes:
    try:
        return keyring.seal(keyring.open(sealed, where), where)
    except KeyringError as error:
        raise KeyringError(f"{where}: {error}") from error


def _begins(column: ColumnElement[Any], key: str) -> ColumnElement[bool]:
    mark = _mark(key)
    return func.substr(column, 1, len(mark)) == literal(mark, LargeBinary)


def _mark(key: str) -> bytes:
    return _PREFIX + key.encode() + b":"
