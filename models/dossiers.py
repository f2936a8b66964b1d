"""Dossier entries: drawn up from a case, confirmed by a person, with where they were filed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.store import Transaction
from models.tables import dossiers


@dataclass(frozen=True, kw_only=True)
class DossierEntry:
    """``type`` is personeel or leerling; ``content`` and ``filed`` are content ids."""

    id: str
    case_id: str
    type: str
    task: str
    number: int
    content: str
    filed: str
    confirmed_by: str
    confirmed_at: datetime


def add(tx: Transaction, entry: DossierEntry) -> None:
    values = {
        "id": entry.id,
        "case_id": entry.case_id,
        "type": entry.type,
        "task": entry.task,
        "number": entry.number,
        "content": entry.content,
        "filed": entry.filed,
        "confirmed_by": entry.confirmed_by,
        "confirmed_at": entry.confirmed_at,
    }
    tx.execute(dossiers.insert().values(**values))


def of_case(tx: Transaction, case_id: str) -> list[DossierEntry]:
    """Return the entries of a case, oldest first."""
    query = select(dossiers).where(dossiers.c.case_id == case_id).order_by(dossiers.c.confirmed_at, dossiers.c.id)
    return [DossierEntry(**row._asdict()) for row in tx.execute(query)]
