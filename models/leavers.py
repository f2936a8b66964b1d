"""Who is not on the staff list: since when, whether anything still speaks of them, and how they are forgotten.

Which rows can speak of somebody follows from their columns, so that a new table cannot be forgotten. It decides no
term. A person who is forgotten keeps an id without a name: the audit trail refers to it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import JSON, ColumnElement, String, Table, cast, or_, select, update

from models.store import Transaction
from models.tables import absences, cases, deliveries, entries, people
from models.tables.base import metadata

FORGOTTEN = "naam_gewist"
TOUCHED = ("people", "absences", "deliveries")
_OF_A_CASE = frozenset({"case_id", "notice"})
_TRAIL = frozenset({"chains", "heads", "seals", "destructions"})
_LISTED = people.c.active & people.c.listed


def note(tx: Transaction, today: date) -> None:
    """Note for whoever is not on the staff list that they are not, from today; who came back is on it again."""
    gone = ~_LISTED & people.c.unlisted_since.is_(None) & people.c.sealed.is_not(None)
    tx.execute(update(people).where(gone).values(unlisted_since=today))
    tx.execute(update(people).where(_LISTED, people.c.unlisted_since.is_not(None)).values(unlisted_since=None))


def since(tx: Transaction) -> Sequence[tuple[str, date]]:
    """Return who is not on the staff list and has a name, with the day since when."""
    query = select(people.c.id, people.c.unlisted_since)
    query = query.where(people.c.unlisted_since.is_not(None), people.c.sealed.is_not(None)).order_by(people.c.id)
    return [(row.id, row.unlisted_since) for row in tx.execute(query)]


def is_mentioned(tx: Transaction, person: str) -> bool:
    """True while a case that is kept speaks of them, in whatever column, or something for them is still to be sent."""
    waits = deliveries.c.state.in_(("waiting", "sending")) & (deliveries.c.person == person)
    queries = [select(next(iter(table.c))).where(where) for table, where in _mentions(person)]
    queries.append(select(deliveries.c.id).where(waits))
    return any(tx.execute(query.limit(1)).first() is not None for query in queries)


def take(tx: Transaction, person: str) -> bool:
    """Lock one person; False for whom another worker forgot a moment earlier."""
    query = select(people.c.id).where(people.c.id == person, people.c.unlisted_since.is_not(None))
    return tx.execute(query.with_for_update()).first() is not None


def forget(tx: Transaction, person: str) -> None:
    """Remove name, address, account, absences and messages of one person."""
    nobody = {"sealed": None, "email_digest": f"{FORGOTTEN}:{person}", "member": None, "unlisted_since": None}
    tx.execute(update(people).where(people.c.id == person).values(active=False, in_chat=None, **nobody))
    tx.execute(absences.delete().where(absences.c.person == person))
    tx.execute(deliveries.delete().where(deliveries.c.person == person))


def is_since(tx: Transaction, then: datetime | None) -> bool:
    """True when somebody was forgotten at that moment or later; with None, when anybody ever was."""
    query = select(entries.c.id).where(entries.c.case_id.is_(None), entries.c.type == FORGOTTEN).limit(1)
    return tx.execute(query.where(entries.c.at >= then) if then else query).first() is not None


def _mentions(person: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Every table of which rows belong to a case that is kept, with the condition that a row holds the id."""
    for table in metadata.sorted_tables:
        if table.name in _TRAIL or not (table is cases or _OF_A_CASE & set(table.c.keys())):
            continue
        texts = [one for one in table.c if isinstance(one.type, String | JSON)]
        holds = or_(*(cast(one, String).contains(person, autoescape=True) for one in texts))
        yield table, holds & _of_kept(table)


def _of_kept(table: Table) -> ColumnElement[bool]:
    """Return which rows are of a case that is there: the trail and messages outlive one, or are about none."""
    if table is entries:
        return entries.c.case_id.in_(select(cases.c.id))
    belongs = ("id",) if table is cases else tuple(_OF_A_CASE & set(table.c.keys()))
    return or_(*(table.c[one].is_not(None) for one in belongs))
