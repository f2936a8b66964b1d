"""Dossier entries: drawn up from a case, confirmed by a person, with where they were filed.

A row is never changed. What must be put right is added: a row that adds to another one holds more words, or where it
lies now, or both.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select

from models.store import Transaction
from models.tables import dossiers
from workflows.engine.policy import Grant


@dataclass(frozen=True, kw_only=True)
class DossierEntry:
    """``type`` is personeel or leerling; ``content`` and ``filed`` are content ids, empty when there is nothing.

    ``adds_to`` is the id of the entry that this one adds to.
    """

    id: str
    case_id: str
    type: str
    task: str
    number: int
    content: str
    filed: str
    confirmed_by: str
    confirmed_at: datetime
    filed_by: str | None = None
    filed_at: datetime | None = None
    adds_to: str | None = None


def add(tx: Transaction, entry: DossierEntry) -> None:
    """Keep an entry, for good."""
    tx.execute(dossiers.insert().values(**asdict(entry)))


def of_case(tx: Transaction, grant: Grant) -> list[DossierEntry]:
    """Return the entries of the granted case with what was added to them, oldest first."""
    query = select(dossiers).where(dossiers.c.case_id == grant.case_id)
    if grant.only_author:
        query = query.where(dossiers.c.confirmed_by == grant.only_author)
    if grant.not_dossiers:
        query = query.where(dossiers.c.type.not_in(grant.not_dossiers))
    query = query.order_by(dossiers.c.confirmed_at, dossiers.c.id)
    return [DossierEntry(**row._asdict()) for row in tx.execute(query)]


def is_kept(tx: Transaction, case_id: str) -> bool:
    """True when the case has an entry of any dossier; what it says stays closed."""
    return bool(tx.execute(select(exists().where(dossiers.c.case_id == case_id))).scalar())
