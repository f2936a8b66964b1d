"""Where a report went on, and which reports went on in a case, also by way of others. It reads, and gives no leave."""

from models import cases, worklists
from models.store import Transaction
from workflows.engine.case import Case

Path = tuple[Case, ...]
"""A report, and the cases by way of which it came where it is now: each was merged into the next."""


def reports_in(tx: Transaction, case_id: str) -> list[Path]:
    """Return every report that went on in a case, with the way that it came."""
    found: list[Path] = []
    for line in worklists.merged_into(tx, case_id):
        other = cases.load(tx, line.id)
        if other is not None:
            found += [(other,), *((*path, other) for path in reports_in(tx, other.id))]
    return found


def onward(tx: Transaction, case: Case) -> Path:
    """Return a case and every case in which it went on; the last one is where it is now."""
    into = cases.load(tx, case.merged_into) if case.merged_into else None
    return (case,) if into is None else (case, *onward(tx, into))
