"""Whether the audit trail is whole: every chain is walked and held against its head, the seals and what is kept.

It finds an entry that was changed, removed, inserted or put elsewhere, a chain that was cut short, a seal that was
touched, content that was swapped or taken away, an outcome that the trail does not know, a protocol that was changed,
a term or a hold that nobody gave, and a case that vanished or was destroyed unannounced. It only reads, and repairs
nothing.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select

from models import tables, trail_state
from models.chains import DESTROYED, OWN, SEALED, entries_of, head_of, link, mac_at, seal_of
from models.store import Transaction
from models.tables import cases, deliveries, destructions, entries, heads, inbox, protocols, seals
from models.vault import AUDIT, vault_of

NO_CASE = "(no case)"
_NOT_SEALED = "was not sealed as far as is noted"
_Look = Callable[[Transaction, Row[Any], Sequence[Row[Any]]], Iterator[trail_state.Fault]]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is not as it was written: *where* is a case by its number or id, or a seal."""

    where: str
    entry: int
    what: str


def findings(tx: Transaction) -> Iterator[Finding]:
    """Return what is wrong, chain by chain, then the seals, then the cases that are not there any more."""
    key = vault_of(tx).secret(tx, AUDIT)
    found = tx.execute(select(tables.chains).order_by(tables.chains.c.case_id)).all()
    for row in found:
        yield from _readable(row, _chain(tx, key, row, _kept))
    yield from _unchained(tx)
    yield from _protocols(tx)
    yield from _seals(tx, key)
    yield from _vanished(tx)


def findings_on_end(tx: Transaction, case_id: str) -> list[Finding]:
    """Return what is wrong with all that the end of one case rests on: its chain, its seals, how it stands and is kept.

    Nobody adds to its chain until this transaction ends.
    """
    key = vault_of(tx).secret(tx, AUDIT)
    mine = select(tables.chains).where(tables.chains.c.case_id == case_id)
    head = tx.execute(mine.with_for_update()).first()
    if head is None:
        return [Finding(where=case_id, entry=0, what="its chain is gone")]
    sealed = tx.execute(select(heads).where(heads.c.case_id == case_id)).all()
    found = list(_readable(head, _chain(tx, key, head, trail_state.faults_on_end)))
    if head.sealed_seq != max((one.seq for one in sealed), default=0):
        found.append(Finding(where=head.number or case_id, entry=0, what=_NOT_SEALED))
    return found + [finding for one in sealed for finding in _held(tx, one)]


def counts(tx: Transaction) -> dict[str, int]:
    """Return how much there is to look at."""
    return {
        one.name: tx.execute(select(func.count()).select_from(one)).scalar_one()
        for one in (tables.chains, entries, seals)
    }


def _readable(head: Row[Any], looked: Iterator[Finding]) -> Iterator[Finding]:
    """What was made unreadable is found too: a date that is none, JSON that is something else."""
    try:
        yield from looked
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield Finding(where=head.number or head.case_id, entry=0, what=f"cannot be read ({type(error).__name__})")


def _chain(tx: Transaction, key: bytes, head: Row[Any], look: _Look) -> Iterator[Finding]:
    """Walk one chain: the first broken link is what there is to say about it; *look* at what rests on a whole one."""
    where, mac, seq = head.number or head.case_id or NO_CASE, "", 0
    found = tx.execute(select(entries).where(entries_of(head.case_id)).order_by(entries.c.seq, entries.c.id)).all()
    for row in found:
        seq += 1
        if row.seq != seq:
            missing = row.seq > seq
            yield Finding(where=where, entry=seq, what="is missing" if missing else "stands there twice")
            return
        if row.mac != link(key, mac, head.case_id, seq, row.at, row.actor, row.type, row.data):
            yield Finding(where=where, entry=seq, what="was changed, inserted or put in another place")
            return
        mac = row.mac
    if head.mac != head_of(key, head.case_id, head.number, head.seq, mac) or head.seq != seq:
        what = f"is missing: the chain ends after {seq}" if head.seq > seq else "the end of the chain was changed"
        yield Finding(where=where, entry=min(seq + 1, head.seq), what=what)
        return
    if head.case_id:
        yield from (Finding(where=where, entry=entry, what=what) for entry, what in look(tx, head, found))


def _kept(tx: Transaction, head: Row[Any], found: Sequence[Row[Any]]) -> Iterator[trail_state.Fault]:
    """Look at what is kept of a case, and of what is not kept any longer at whether that had been announced."""
    yield from trail_state.destroyed_too_soon(tx, head.case_id, found)
    if not _is_destroyed(tx, head.case_id, found):
        yield from trail_state.faults(tx, head, found)


def _is_destroyed(tx: Transaction, case_id: str, found: Sequence[Row[Any]]) -> bool:
    """True when the record and the trail both say so: a record alone is made by anybody who can write."""
    row = tx.execute(select(destructions.c.case_id).where(destructions.c.case_id == case_id)).first()
    return row is not None and any(one.type == DESTROYED for one in found)


def _unchained(tx: Transaction) -> Iterator[Finding]:
    """Entries of a chain whose row is gone, and cases without a chain."""
    known = select(tables.chains.c.case_id)
    chained = func.coalesce(entries.c.case_id, OWN)
    lost = select(chained.label("case_id")).where(chained.not_in(known)).distinct()
    bare = select(cases.c.number.label("case_id")).where(cases.c.id.not_in(known))
    for row in [*tx.execute(lost), *tx.execute(bare)]:
        yield Finding(where=row.case_id or NO_CASE, entry=0, what="its chain is gone")


def _protocols(tx: Transaction) -> Iterator[Finding]:
    """The digest by which a case knows its protocol is one of every byte of it."""
    for row in tx.execute(select(protocols.c.digest, protocols.c.body).order_by(protocols.c.digest)):
        if hashlib.sha256(row.body.encode()).hexdigest()[: len(row.digest)] != row.digest:
            yield Finding(where=f"protocol {row.digest}", entry=0, what="was changed")


def _seals(tx: Transaction, key: bytes) -> Iterator[Finding]:
    """Walk the seals, and hold each chain against the longest that was ever sealed."""
    before, number = "", 0
    told = _told_seals(tx)
    for number, row in enumerate(tx.execute(select(seals).order_by(seals.c.id)).all(), 1):
        found = tx.execute(select(heads).where(heads.c.seal == row.id)).all()
        held = sorted([one.case_id, one.number, one.seq, one.mac] for one in found)
        if row.mac != seal_of(key, before, row.at, held) or told[number - 1 : number] != [row.mac]:
            yield Finding(where=f"seal {number}", entry=0, what="was changed, or one before it is missing")
            return
        before = row.mac
        for one in found:
            yield from _held(tx, one)
    if number < len(told):
        yield Finding(where=f"seal {number + 1}", entry=0, what="is gone")
    yield from _unsealed(tx)


def _told_seals(tx: Transaction) -> list[str]:
    """Every seal that the chain of what is about no case tells of."""
    query = select(entries.c.data).where(entries.c.case_id.is_(None), entries.c.type == SEALED).order_by(entries.c.seq)
    return [str(row.data.get("zegel")) for row in tx.execute(query)]


def _unsealed(tx: Transaction) -> Iterator[Finding]:
    """Chains of which is noted that they were sealed further than any seal holds them."""
    last = select(heads.c.case_id, func.max(heads.c.seq).label("seq")).group_by(heads.c.case_id).subquery()
    mine = tables.chains
    query = select(mine.c.number, mine.c.case_id).outerjoin(last, last.c.case_id == mine.c.case_id)
    wrong = mine.c.sealed_seq != func.coalesce(last.c.seq, 0)
    for row in tx.execute(query.where(wrong, mine.c.case_id != OWN)):
        yield Finding(where=row.number or row.case_id, entry=0, what=_NOT_SEALED)


def _held(tx: Transaction, head: Row[Any]) -> Iterator[Finding]:
    mac = mac_at(tx, head.case_id, head.seq)
    if mac is None:
        yield Finding(where=head.number or head.case_id, entry=head.seq, what="was sealed and is gone")
    elif mac != head.mac:
        yield Finding(where=head.number or head.case_id, entry=head.seq, what="is not what was sealed")


def _vanished(tx: Transaction) -> Iterator[Finding]:
    """Cases of which something still speaks, that are not there and were not destroyed by the retention rules."""
    there = {row.id for row in tx.execute(select(cases.c.id))}
    recorded = {row.case_id for row in tx.execute(select(destructions.c.case_id))}
    said = {row.case_id for row in tx.execute(select(entries.c.case_id).where(entries.c.type == DESTROYED))}
    numbers = {row.case_id: row.number for row in tx.execute(select(tables.chains.c.case_id, tables.chains.c.number))}
    numbers |= {row.case_id: row.number for row in tx.execute(select(heads.c.case_id, heads.c.number).distinct())}
    for case_id in sorted(_spoken_of(tx) - there - (recorded & said) - {OWN}):
        yield Finding(where=numbers.get(case_id) or case_id, entry=0, what="the case vanished")
    for case_id in sorted((recorded - said) | (recorded & there)):
        yield Finding(where=numbers.get(case_id) or case_id, entry=0, what="its record of destruction is not real")


def _spoken_of(tx: Transaction) -> set[str]:
    """Every case that a chain, a seal, an entry, a delivery or a gesture speaks of."""
    queries: tuple[Select[Any], ...] = (
        select(tables.chains.c.case_id),
        select(heads.c.case_id).distinct(),
        select(entries.c.case_id).where(entries.c.case_id.is_not(None)).distinct(),
        select(deliveries.c.case_id).where(deliveries.c.case_id.is_not(None)).distinct(),
    )
    found = {str(row[0]) for query in queries for row in tx.execute(query)}
    results = (row.result for row in tx.execute(select(inbox.c.result)))
    gestures = (one.get("case") for one in results if isinstance(one, dict))
    return found | {str(case_id) for case_id in gestures if case_id}
