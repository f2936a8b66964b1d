"""Sealing everything anew under the first key of the ring, a hundred values at a time, and files one by one.

Each batch is a transaction of its own and takes only what is not yet under that key: broken off half-way it goes on
where it was, and two at once do no harm. What comes next is looked for before that transaction, so that others wait
for the sealing only. It opens every value, so a value that does not open stops it and is named.
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

_Key = tuple[Any, ...]
_BATCH = 100
_PREFIX = b"v1:"
_LONGEST = 80  # the prefix of a value is shorter than this
_LONGEST_TEXT = 108  # and so many letters of base64 hold it: a multiple of four, so that they can be read by themselves


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A column that holds sealed values, and to what each is bound: its own name and these columns of its row.

    *batch* is how many fit in one transaction: all of them are in memory at once, and on SQLite nobody else writes.
    """

    table: Table
    bound: tuple[str, ...]
    batch: int = _BATCH

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
    Sealed(table=tables.files, bound=("content",), batch=1),  # of many megabytes each
    Sealed(table=tables.notices, bound=("id", "case_id")),
    Sealed(table=tables.chains, bound=("case_id",)),
    Sealed(table=tables.deliveries, bound=("key",)),
)


def rotate(store: Store, told: Callable[[str, int], None]) -> None:
    """Seal everything anew; *told* hears the column and how many were done. Raises KeyringError for what won't open.

    Afterwards the proofs of the other keys are gone: they may leave the ring.
    """
    for column in SEALED_COLUMNS:
        after: _Key = ()
        while keys := _next(store, column, after):
            told(column.name, _batch(store, column, keys))
            after = keys[-1]
    told("inbox.result", _gestures(store))
    with store.read() as tx:
        left = in_use(tx)  # apart, because on SQLite it reads past every file; who counts again later misses nothing
    with store.write() as tx:
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
    found.update(key_name(begin) for _, begin in _answers(tx))
    return dict(sorted(found.items()))


def _next(store: Store, column: Sealed, after: _Key) -> list[_Key]:
    """Return the keys of the next rows, behind those that were done, that are not yet under the first key."""
    with store.read() as tx:
        query = select(*column.keys).where(*_old(column, keyring_of(tx)))
        query = query.where(tuple_(*column.keys) > tuple_(*after)) if after else query
        return [tuple(row) for row in tx.execute(query.order_by(*column.keys).limit(column.batch))]


def _batch(store: Store, column: Sealed, found: list[_Key]) -> int:
    """Seal these values anew, unless somebody else just did; returns how many were done."""
    with store.write() as tx:
        keyring = keyring_of(tx)
        rows = tx.execute(_rows(column, found).where(*_old(column, keyring)).with_for_update()).all()
        for row in rows:
            here = [key == getattr(row, key.name) for key in column.keys]
            values = {"sealed": _anew(keyring, row.sealed, column.place(row))}
            tx.execute(update(column.table).where(*here).values(**values))
        return len(rows)


def _rows(column: Sealed, found: list[_Key]) -> Select[Any]:
    """These rows, with all that their values are bound to."""
    keys = column.keys
    others = [column.table.c[name] for name in column.bound if name not in {key.name for key in keys}]
    return select(*keys, *others, column.table.c.sealed).where(tuple_(*keys).in_(found)).order_by(*keys)


def _old(column: Sealed, keyring: Keyring) -> list[ColumnElement[bool]]:
    """What is sealed, and not yet under the first key."""
    kept = column.table.c.sealed
    return [kept.is_not(None), ~_begins(kept, keyring.current), *_ours(column)]


def _ours(column: Sealed) -> list[ColumnElement[bool]]:
    """The proofs of the keys stay under their own key."""
    return [~tables.secrets.c.name.startswith(PROOF)] if column.table is tables.secrets else []


def _gestures(store: Store) -> int:
    """The answers that gestures got lie sealed in JSON; they are few, and looked for once."""
    with store.read() as tx:
        mark = _mark(keyring_of(tx).current)
        old = [key for key, begin in _answers(tx) if not begin.startswith(mark)]
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


def _answers(tx: Transaction) -> Iterator[tuple[str, bytes]]:
    """Yield the key of each sealed answer and how it begins; most gestures got none, and nothing of those is read."""
    inbox = tables.inbox
    sealed = inbox.c.result[SEALED].as_string()
    query = select(inbox.c.key, func.substr(sealed, 1, _LONGEST_TEXT)).where(sealed.is_not(None))
    return ((key, b64decode(begin)) for key, begin in tx.execute(query))


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
