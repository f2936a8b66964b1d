"""Seals: from time to time the heads of all chains that grew are written down together, bound to the seal before.

A chain says by itself whether it was changed; a seal says which chains there were. What was sealed cannot vanish, nor
be put back to an earlier state from a copy, without the seals showing it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, update

from models import entries
from models.chains import OWN, SEALED, mac_at, seal_of
from models.store import Transaction
from models.tables import chains, heads, seals
from models.vault import AUDIT, vault_of
from workflows.engine.decide import CLOCK

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7226352)"
_MOST = 1000


def is_due(tx: Transaction, since: datetime) -> bool:
    """True when a chain grew and the last seal is older than that moment."""
    last = last_at(tx)
    return (last is None or last <= since) and tx.execute(_grown().limit(1)).first() is not None


def seal(tx: Transaction, now: datetime) -> str | None:
    """Seal what grew since the last seal, at most a thousand chains at once; returns the seal, None for nothing."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(_ONE_AT_A_TIME)
    # A chain that somebody adds to just now is left for the next seal.
    grown = tx.execute(_grown().limit(_MOST).with_for_update(skip_locked=True)).all()
    if not grown:
        return None
    # In an order of our own: that of the database changes with its collation, and the seal would no longer fit.
    held = sorted([row.case_id, row.number, row.seq, mac_at(tx, row.case_id, row.seq) or ""] for row in grown)
    last = tx.execute(select(seals.c.mac).order_by(seals.c.id.desc()).limit(1)).scalar()
    mac = seal_of(vault_of(tx).secret(tx, AUDIT), last or "", now, held)
    made = tx.execute(seals.insert().values(at=now, mac=mac).returning(seals.c.id)).scalar_one()
    tx.execute(heads.insert(), [_head(made, *one) for one in held])
    for case_id, _, seq, _ in held:
        tx.execute(update(chains).where(chains.c.case_id == case_id).values(sealed_seq=seq))
    _told(tx, now, mac)
    return mac


def _told(tx: Transaction, now: datetime, mac: str) -> None:
    """Say in the chain of what is about no case that there is such a seal: taken away it would be missed.

    That line alone asks for no new seal, or there would be one every quarter of an hour for ever.
    """
    entries.note(tx, None, now, CLOCK, SEALED, zegel=mac)
    own = select(chains.c.seq).where(chains.c.case_id == OWN).scalar_subquery()
    tx.execute(update(chains).where(chains.c.case_id == OWN).values(sealed_seq=own))


def last_at(tx: Transaction) -> datetime | None:
    found: datetime | None = tx.execute(select(seals.c.at).order_by(seals.c.id.desc()).limit(1)).scalar()
    return found


def is_kept(tx: Transaction, mac: str) -> bool:
    """True when this seal is among those that are kept."""
    return tx.execute(select(seals.c.id).where(seals.c.mac == mac)).first() is not None


def open_count(tx: Transaction) -> int:
    """Return how many chains grew since they were sealed."""
    return tx.execute(select(func.count()).select_from(_grown().subquery())).scalar_one()


def _grown() -> Any:
    return select(chains).where(text("seq <> sealed_seq")).order_by(chains.c.case_id)


def _head(made: int, case_id: str, number: str, seq: int, mac: str) -> dict[str, Any]:
    return {"seal": made, "case_id": case_id, "number": number, "seq": seq, "mac": mac}
