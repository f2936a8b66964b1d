"""Seals what lay in clear before revision 0005: names, addresses, job titles, waiting cards; chains the entries.

That migration alone calls it, while the old columns are still there.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Table, column, select, table, update

from models import chains, contents, notices, tables
from models.deliveries import sealed_payload
from models.types import Json, Moment
from models.vault import AUDIT, DIGEST, keyring_of, vault_of
from models.who import Who, seal_functie, who_values
from workflows.engine.decide import Entry

_PEOPLE = table("people", column("id"), column("email"), column("name"), column("sealed"))
_POSTS = table("posts", column("person"), column("school"), column("functie"), column("sealed"))
_DELIVERIES = table("deliveries", column("id"), column("key"), column("payload", Json), column("sealed"))
_ROUNDS = table("rounds", column("case_id"), column("task"), column("number"), column("assignees", Json))
_ENTRIES = table(
    "entries",
    *(column(name) for name in ("id", "case_id", "actor", "type", "seq", "mac")),
    column("at", Moment),
    column("data", Json),
)


def seal_all(tx: Connection) -> None:
    """Seal every row of before; raises KeyringError when there is one and the database was opened without keys."""
    if _all(tx, _PEOPLE):
        vault_of(tx).begin(tx, DIGEST)
    for row in _all(tx, _PEOPLE):
        values = who_values(tx, row.id, Who(email=row.email, name=row.name))
        sealed = {"email": values["email_digest"], "sealed": values["sealed"]}
        tx.execute(update(_PEOPLE).where(_PEOPLE.c.id == row.id).values(**sealed))
    for row in _all(tx, _POSTS):
        here = (_POSTS.c.person == row.person, _POSTS.c.school == row.school)
        sealed_title = seal_functie(tx, row.person, row.school, row.functie)
        tx.execute(update(_POSTS).where(*here).values(sealed=sealed_title))
    for row in _all(tx, _DELIVERIES):
        if "card" in row.payload:
            values = sealed_payload(tx, row.key, row.payload)
            tx.execute(update(_DELIVERIES).where(_DELIVERIES.c.id == row.id).values(**values))
    _bind_to_cases(tx)
    _reasons_by_id(tx, {row.name: row.id for row in _all(tx, _PEOPLE)})
    _chain_all(tx)


def _bind_to_cases(tx: Connection) -> None:
    """What was written was bound to its row alone; now to its case and its author too."""
    for row in _all(tx, tables.contents):
        where = {name: getattr(row, name) for name in ("id", "case_id", "author", "key", "task", "number")}
        _bind(tx, tables.contents, row, contents.place(**where))
    for row in _all(tx, tables.notices):
        _bind(tx, tables.notices, row, notices.place(row.id, row.case_id))


def _bind(tx: Connection, kept: Table, row: Row[Any], where: str) -> None:
    keyring = keyring_of(tx)
    sealed = keyring.seal(keyring.open(row.sealed, f"{kept.name}.sealed:{row.id}"), where)
    tx.execute(update(kept).where(kept.c.id == row.id).values(sealed=sealed))


def _reasons_by_id(tx: Connection, ids: Mapping[str, str]) -> None:
    """Why somebody is asked named a colleague; from now on it holds their id, and nothing for a name of nobody."""
    for row in _all(tx, _ROUNDS):
        asked = [{**who, "params": _by_id(who["params"], ids)} for who in row.assignees]
        if asked != row.assignees:
            here = (_ROUNDS.c.case_id == row.case_id, _ROUNDS.c.task == row.task, _ROUNDS.c.number == row.number)
            tx.execute(update(_ROUNDS).where(*here).values(assignees=asked))


def _by_id(params: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    return {key: ids.get(value, "") if key == "name" else value for key, value in params.items()}


def _chain_all(tx: Connection) -> None:
    """Bind the entries that there are, in the order in which they were written."""
    numbers = {row.id: row.number for row in tx.execute(select(tables.cases.c.id, tables.cases.c.number))}
    found = tx.execute(select(_ENTRIES).order_by(_ENTRIES.c.case_id, _ENTRIES.c.id)).all()
    if found:
        vault_of(tx).begin(tx, AUDIT)
    for key, rows in groupby(found, lambda row: row.case_id):
        audit = vault_of(tx).secret(tx, AUDIT)
        case_id, mac, seq = key or chains.OWN, "", 0
        chain = chains.begin(tx, case_id, numbers.get(case_id, ""))
        for seq, row in enumerate(rows, 1):
            mac = chains.link(audit, mac, case_id, seq, row.at, row.actor, row.type, row.data)
            tx.execute(update(_ENTRIES).where(_ENTRIES.c.id == row.id).values(seq=seq, mac=mac))
        chain.seq, chain.mac = seq, mac
        chain.add(_written_before(tx, chain))
        chain.save(tx)


def _written_before(tx: Connection, chain: chains.Chain) -> list[Entry]:
    """What was written before there were digests gets them now: from here on a change shows."""
    found = tx.execute(select(tables.contents).where(tables.contents.c.case_id == chain.case_id)).all()
    keyring = keyring_of(tx)
    return [
        Entry(
            at=row.created_at,
            actor=row.author,
            type="geschreven",
            data={"id": row.id, "digest": chain.digest(row.id, contents.open_text(keyring, row))},
        )
        for row in found
    ]


def _all(tx: Connection, what: Any) -> Sequence[Row[Any]]:
    """Every row, read before the first is changed."""
    return tx.execute(select(what)).all()
