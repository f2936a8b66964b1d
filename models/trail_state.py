"""Whether a case is still what its trail says: texts, outcomes, what is held to be true, files and dossier.

The chain itself is for ``trail_check``. Here each row that something rests on is held against the digest or the
outcome that stands in the chain; it only reads.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from models import cases
from models.chains import STATE, Chain, chain_of
from models.contents import open_text, place_of_file
from models.keyring import KeyringError
from models.store import Transaction
from models.tables import contents, dossiers, files, rounds
from models.vault import keyring_of

Fault = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the trail of one case says: the number of each entry and its data, by type, in their order."""

    tx: Transaction
    chain: Chain
    by_type: dict[str, list[tuple[int, dict[str, Any]]]]
    at: dict[int, datetime]

    @property
    def case_id(self) -> str:
        return self.chain.case_id

    def of(self, *types: str) -> list[tuple[int, dict[str, Any]]]:
        return sorted((one for name in types for one in self.by_type.get(name, ())), key=lambda one: one[0])


def faults(tx: Transaction, head: Row[Any], found: Iterable[Row[Any]]) -> Iterator[Fault]:
    """Return what is no longer as the trail has it: the number of the entry, and what is wrong.

    *found* are the entries of the chain in their order, which hang together.
    """
    if not head.sealed:
        yield 0, "the key of its digests is gone, and the case was not destroyed"
        return
    by_type: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    at: dict[int, datetime] = {}
    for row in found:
        by_type.setdefault(row.type, []).append((row.seq, row.data))
        at[row.seq] = row.at
    try:
        told = _Told(tx=tx, chain=chain_of(tx, head, ""), by_type=by_type, at=at)
        for look in _LOOKS:
            yield from look(told)
    except KeyringError as error:
        yield 0, f"what was written cannot be opened ({error})"


def _written(told: _Told) -> Iterator[Fault]:
    kept = {row.id: row for row in told.tx.execute(select(contents).where(contents.c.case_id == told.case_id))}
    for entry, data in told.of("geschreven"):
        row = kept.pop(data["id"], None)
        if row is None:
            yield entry, f"what was written ({data['id']}) is gone"
        elif told.chain.digest(row.id, open_text(keyring_of(told.tx), row)) != data["digest"]:
            yield entry, f"what was written ({data['id']}) was swapped"
        elif row.created_at != told.at[entry]:
            yield entry, f"when this was written ({data['id']}) was changed"
    for extra in kept:
        yield 0, f"something was written ({extra}) that the trail does not know"


def _outcomes(told: _Told) -> Iterator[Fault]:
    """The youngest line about a round counts."""
    said = {(data["taak"], data["ronde"]): (entry, data["uitkomst"]) for entry, data in told.of("afgerond")}
    found = told.tx.execute(select(rounds).where(rounds.c.case_id == told.case_id))
    kept = {(row.task, str(row.number)): row.outcome for row in found}
    for key, (entry, outcome) in said.items():
        if kept.get(key) != outcome:
            yield entry, f"the outcome of {key[0]} is no longer what was decided"


def _state(told: _Told) -> Iterator[Fault]:
    """What the case rests on, as it was after the last entry that bound it."""
    bound = [(entry, data[STATE]) for name in told.by_type for entry, data in told.of(name) if STATE in data]
    case = cases.load(told.tx, told.case_id)
    if bound and case is not None:
        entry, digest = max(bound)
        if told.chain.digest(STATE, cases.state_text(case)) != digest:
            yield entry, "what it rests on was changed: what is held to be true, who reported, or what was decided"


def _files(told: _Told) -> Iterator[Fault]:
    gone = {data["bestand"] for _, data in told.of("bestand_vernietigd")}
    for entry, data in told.of("bestand_bewaard"):
        row = told.tx.execute(select(files).where(files.c.content == data["bestand"])).first()
        if data["bestand"] in gone:
            continue
        if row is None or row.sealed is None:
            yield entry, f"a file ({data['bestand']}) is gone"
        elif told.chain.digest(data["bestand"], _sha256(told.tx, row)) != data["digest"]:
            yield entry, f"a file ({data['bestand']}) was swapped"


def _sha256(tx: Transaction, row: Row[Any]) -> str:
    return hashlib.sha256(keyring_of(tx).open(row.sealed, place_of_file(row.content))).hexdigest()


def _dossiers(told: _Told) -> Iterator[Fault]:
    rows = told.tx.execute(select(dossiers).where(dossiers.c.case_id == told.case_id))
    kept = {row.id: row.type for row in rows}
    for entry, data in told.of("dossier_vastgelegd", "dossier_aangevuld"):
        if data["stuk"] not in kept:
            yield entry, f"an entry of the dossier ({data['stuk']}) is gone"
        elif kept[data["stuk"]] != data["soort"]:
            yield entry, f"an entry of the dossier ({data['stuk']}) was changed"


_LOOKS: tuple[Callable[[_Told], Iterator[Fault]], ...] = (_written, _outcomes, _state, _files, _dossiers)
