"""Who somebody is: name, address and job title, sealed at rest. An address is found by its keyed digest.

A person whose name was erased keeps an id without a name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select, update

from models.store import Transaction
from models.tables import people
from models.vault import digest, keyring_of


@dataclass(frozen=True, kw_only=True)
class Who:
    """What is sealed of a person."""

    email: str = ""
    name: str = ""


def open_who(tx: Transaction, person: str, sealed: bytes | None) -> Who:
    if sealed is None:
        return Who()
    return Who(**json.loads(keyring_of(tx).open(sealed, _place(person))))


def who_values(tx: Transaction, person: str, who: Who) -> dict[str, Any]:
    """Return the columns that hold who a person is."""
    return {"email_digest": digest_of(tx, who.email), "sealed": _seal(tx, person, who)}


def digest_of(tx: Transaction, email: str) -> str:
    """Return the digest by which an address is found."""
    return digest(tx, email.lower(), "email")


def rename(tx: Transaction, names: Mapping[str, str]) -> None:
    """Give these people another name."""
    rows = [
        {"who": person, "new": _seal(tx, person, replace(who, name=names[person]))}
        for person, who in _whoes(tx, names)
        if who.name != names[person]
    ]
    if rows:
        tx.execute(update(people).where(people.c.id == bindparam("who")).values(sealed=bindparam("new")), rows)


def open_functie(tx: Transaction, person: str, school: str, sealed: bytes | None) -> str:
    return "" if sealed is None else keyring_of(tx).open(sealed, _post(person, school)).decode()


def seal_functie(tx: Transaction, person: str, school: str, functie: str) -> bytes | None:
    return keyring_of(tx).seal(functie.encode(), _post(person, school)) if functie else None


def _whoes(tx: Transaction, ids: Iterable[str]) -> Iterable[tuple[str, Who]]:
    rows = tx.execute(select(people.c.id, people.c.sealed).where(people.c.id.in_(list(ids)))).all()
    return ((row.id, open_who(tx, row.id, row.sealed)) for row in rows)


def _seal(tx: Transaction, person: str, who: Who) -> bytes:
    return keyring_of(tx).seal(json.dumps({"email": who.email, "name": who.name}).encode(), _place(person))


def _place(person: str) -> str:
    return f"people.sealed:{person}"


def _post(person: str, school: str) -> str:
    return f"posts.sealed:{person}:{school}"
