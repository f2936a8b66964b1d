"""The chain of a case's audit entries: each is bound by HMAC to the one before, and the head says how long it is.

The key of the chain is one of our own (``vault``): who can write to the database and lacks the keys cannot make an
entry, nor a head for a shorter chain. The key of the digests is the case's own: it is destroyed with the content, and
what is left of it in the trail can then no longer be guessed.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select, update

from models.store import Transaction
from models.tables import chains, entries
from models.vault import AUDIT, keyring_of, vault_of
from workflows.engine.decide import Entry

STATE = "stand"  # the entry binds the case as it was after it
DESTROYED = "vernietigd"
SEALED = "verzegeld"
OWN = ""  # the chain of what is about no case: the staff list, and whoever is new
_BYTES = 32
_NEW_CHAIN, _NEW_ENTRY = chains.insert().inline(), entries.insert().inline()
_FOUND = select(chains).where(chains.c.case_id == bindparam("which")).with_for_update()
_HEAD = update(chains).where(chains.c.case_id == bindparam("which"))


@dataclass(kw_only=True)
class Chain:
    """A chain within one transaction, locked until it ends: add to it, then save it once."""

    case_id: str
    number: str
    audit: bytes
    key: bytes | None
    seq: int = 0
    mac: str = ""
    is_new: bool = False
    _rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, lines: Iterable[Entry]) -> None:
        for one in lines:
            data = {**one.data, **{name: self.digest(name, value) for name, value in one.private.items()}}
            self.seq += 1
            self.mac = link(self.audit, self.mac, self.case_id, self.seq, one.at, one.actor, one.type, data)
            row = {"at": one.at, "actor": one.actor, "type": one.type, "data": data, "mac": self.mac}
            self._rows.append({"case_id": self.case_id or None, "seq": self.seq, **row})

    def digest(self, name: str, text: str) -> str:
        """Return the digest of a piece of content; empty when the key died."""
        if self.key is None:
            return ""
        return hmac.new(self.key, f"{name}:{text}".encode(), hashlib.sha256).hexdigest()

    def save(self, tx: Transaction) -> None:
        """Write what was added, and the head that goes with it."""
        head = head_of(self.audit, self.case_id, self.number, self.seq, self.mac)
        if self.is_new:
            sealed = keyring_of(tx).seal(self.key, _place(self.case_id)) if self.key else None
            values = {"case_id": self.case_id, "number": self.number, "seq": self.seq, "mac": head, "sealed": sealed}
            tx.execute(_NEW_CHAIN, values)
        elif self._rows:
            tx.execute(_HEAD.values(seq=self.seq, mac=head), {"which": self.case_id})
        if self._rows:
            tx.execute(_NEW_ENTRY, self._rows)
        self._rows, self.is_new = [], False


def begin(tx: Transaction, case_id: str, number: str) -> Chain:
    """Return the chain of a new case; nothing is read for it but the key, and nothing written before it is saved."""
    audit = vault_of(tx).secret(tx, AUDIT)
    return Chain(case_id=case_id, number=number, audit=audit, key=os.urandom(_BYTES), is_new=True)


def take(tx: Transaction, case_id: str) -> Chain:
    """Return a chain as it stands; whoever wants it too waits until this transaction ends."""
    row = tx.execute(_FOUND, {"which": case_id}).first()
    if row is None:
        return begin(tx, case_id, "")
    return chain_of(tx, row, mac_at(tx, case_id, row.seq) or "")


def chain_of(tx: Transaction, row: Row[Any], mac: str) -> Chain:
    """Return a row as a chain that goes on behind the entry with this *mac*."""
    audit = vault_of(tx).secret(tx, AUDIT)
    key = keyring_of(tx).open(row.sealed, _place(row.case_id)) if row.sealed else None
    return Chain(case_id=row.case_id, number=row.number, audit=audit, key=key, seq=row.seq, mac=mac)


def forget_key(tx: Transaction, case_id: str) -> None:
    """The content is gone: what the trail holds of it must say nothing any more."""
    tx.execute(update(chains).where(chains.c.case_id == case_id).values(sealed=None))


def link(
    key: bytes, before: str, case_id: str, seq: int, at: datetime, actor: str, type_: str, data: Mapping[str, str]
) -> str:
    """Return what binds an entry to the one before: HMAC-SHA256 over both, as canonical JSON."""
    said = [before, case_id, seq, at.astimezone(UTC).isoformat(), actor, type_, dict(data)]
    return _mac(key, "entry", said)


def head_of(key: bytes, case_id: str, number: str, seq: int, mac: str) -> str:
    """Return what proves how long a chain is; nobody without the key can make one for a shorter chain."""
    return _mac(key, "head", [case_id, number, seq, mac])


def seal_of(key: bytes, before: str, at: datetime, heads: list[list[Any]]) -> str:
    """Return what binds a seal to the one before and to the heads that it holds."""
    return _mac(key, "seal", [before, at.astimezone(UTC).isoformat(), heads])


def _mac(key: bytes, what: str, said: list[Any]) -> str:
    text = json.dumps([what, *said], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def entries_of(case_id: str) -> ColumnElement[bool]:
    """Return which entries are of a chain: those of the chain of what is about no case have none."""
    return entries.c.case_id == case_id if case_id != OWN else entries.c.case_id.is_(None)


def mac_at(tx: Transaction, case_id: str, seq: int) -> str | None:
    """Return the link of one entry of a chain; None when it is not there."""
    found: str | None = tx.execute(select(entries.c.mac).where(entries_of(case_id), entries.c.seq == seq)).scalar()
    return found


def _place(case_id: str) -> str:
    return f"chains.sealed:{case_id}"
