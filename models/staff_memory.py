"""What was read of the staff, kept for the next transaction as long as it is still so.

Every gesture asks the same of the staff: who is this, who leads and replaces them, who has which role. These answers
are kept in the process, under the staff's *version*, a row in ``counters``. Each transaction reads that row before it
uses what is kept, so that nobody keeps a right that ended a moment ago in another process: a change of the staff and
the rise of its version are committed together. Whoever writes to one of these tables through a Store raises the
version, because the engine itself watches for that; whoever does so past this app must raise it by hand.

A transaction that changes the staff reads afresh from then on, and keeps nothing for others: it may be rolled back.
"""

import re
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event, select

from models.counters import next_number
from models.tables import counters

T = TypeVar("T")
Kept = dict[Hashable, Any]

_NAME = "staff"
_MOST = 10_000
_MEMORY, _KEPT = "staff_memory", "staff_kept"
_CHANGES = re.compile(r'\s*(insert\s+into|update|delete\s+from)\s+"?(people|posts|absences)\b', re.IGNORECASE)
_VERSION = select(counters.c.value).where(counters.c.name == _NAME)


class StaffMemory:
    """What one process keeps, for one version of the staff at a time."""

    def __init__(self) -> None:
        self._now: tuple[int, Kept] = (-1, {})

    def at(self, version: int) -> Kept:
        """Return what is kept for this version; what was kept for another one is forgotten."""
        known, kept = self._now
        if known != version or len(kept) > _MOST:
            kept = {}
            self._now = (version, kept)
        return kept

    def watch(self, engine: Engine) -> None:
        """Serve the transactions of an engine, and notice when one of them changes the staff."""
        self.serve(engine)
        event.listen(engine, "after_cursor_execute", _after)

    def serve(self, engine: Engine) -> None:
        engine.update_execution_options(**{_MEMORY: self})


def recall(tx: Connection, key: Hashable, read: Callable[[], T]) -> T:
    """Return what *read* found the last time that the staff was as it is now."""
    kept = kept_for(tx)
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found


def kept_for(tx: Connection) -> Kept:
    """Return what is kept of the staff as this transaction sees it; the version is read once in each."""
    options = tx.get_execution_options()
    kept: Kept | None = options.get(_KEPT)
    if kept is None:
        memory: StaffMemory = options[_MEMORY]
        kept = memory.at(tx.execute(_VERSION).scalar() or 0)
        tx.execution_options(**{_KEPT: kept})
    return kept


def _after(tx: Connection, cursor: Any, statement: str, _parameters: Any, _context: Any, _executemany: bool) -> None:
    if cursor.rowcount != 0 and _CHANGES.match(statement):
        _changed(tx)


def _changed(tx: Connection) -> None:
    next_number(tx, _NAME)
    tx.execution_options(**{_KEPT: {}})
