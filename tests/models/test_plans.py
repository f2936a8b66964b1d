"""What the clock, the courier and monitoring ask all the time finds its rows through an index, however many there are.

The plan is asked of the database itself, for the very statements that were run. PostgreSQL would rather read an empty
table than its index, so that is taken from it here: a plan that still reads a table has no index to use.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from models import board, claims, deadlines, deliveries, tables, worklists
from models.store import Store, Transaction
from tests.models.rows import NOW, case, delivery, put_case
from workflows.engine.case import Fact

WHATSAPP = {"platform": Fact(value="whatsapp", by="p1", at=NOW)}
ASKED: dict[str, Callable[[Transaction], Any]] = {
    "claim": lambda tx: claims.claim(tx, "slack:post", NOW, timedelta(seconds=30), 40),
    "look for lost": lambda tx: claims.look_for_lost(tx, NOW),
    "latest post": lambda tx: deliveries.latest_post(tx, "card:c1:p1"),
    "slots of a case": lambda tx: deliveries.slots(tx, "c1", "card:"),
    "backlog": board.backlog,
    "queues": lambda tx: board.queues(tx, NOW),
    "failed": lambda tx: board.failed(tx, 10),
    "retrying": lambda tx: board.retrying(tx, 10),
    "next deadline": lambda tx: deadlines.next_due(tx, NOW),
    "missed": lambda tx: deadlines.missed_cases(tx, NOW),
    "queue of a person": lambda tx: worklists.waiting_for(tx, "p1"),
    "own cases": lambda tx: worklists.of_melder(tx, "p1"),
    "similar": lambda tx: worklists.similar(tx, case(facts=WHATSAPP), NOW, NOW),
    "updates of a message": lambda tx: deliveries.moot_updates(tx, 1),
    "merged": lambda tx: worklists.merged_into(tx, "c1"),
}
SMALL = ("people", "posts", "lanes", "CONSTANT", "(subquery-1)")
# These hold only what is open or waits, so all of one may be read.
PARTIAL = {
    str(index.name)
    for table in tables.metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_all_the_time_reads_no_whole_table(store: Store, name: str) -> None:
    put_case(store)
    with store.write() as tx:
        deliveries.put(tx, [delivery()], NOW)
        with _run(tx) as statements:
            ASKED[name](tx)
        found = [_plan(tx, *one) for one in statements]
    assert found
    for plan in found:
        assert not _whole_tables(plan), "\n".join(plan)


@contextmanager
def _run(tx: Transaction) -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []

    def remember(_tx: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        found.append((statement, parameters))

    event.listen(tx, "before_cursor_execute", remember)
    yield found
    event.remove(tx, "before_cursor_execute", remember)


def _plan(tx: Transaction, statement: str, parameters: Any) -> list[str]:
    if tx.dialect.name == "sqlite":
        return [row[-1] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return [row[0] for row in tx.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def _whole_tables(plan: list[str]) -> list[str]:
    """Return the lines that read a whole table, all of an index that holds all rows, or all rows before one."""
    return [line for at, line in enumerate(plan) if _is_whole(line.split(), plan[at + 1 : at + 2])]


def _is_whole(words: list[str], then: list[str]) -> bool:
    if words[0] in ("SCAN", "SEARCH"):  # SQLite
        many = words[0] == "SCAN" or {*words} & {"(rowid<?)", "(school=?)"}  # a school's whole history is many too
        return words[1] not in SMALL and not PARTIAL & {*words} and bool(many)
    if "Seq" in words:
        return True
    is_index = "Index" in words and "Scan" in words
    return is_index and not PARTIAL & {*words} and not any("Index Cond" in line for line in then)
