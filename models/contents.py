"""What people wrote and gave: encrypted, bound to its row, and opened only with a Grant of the policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from models import tables
from models.keyring import Keyring
from models.store import Transaction
from workflows.engine.policy import Grant

_NEW = tables.contents.insert()


@dataclass(frozen=True, kw_only=True)
class Writing:
    """One piece of content before it is sealed."""

    id: str
    key: str
    author: str
    at: datetime
    text: str
    task: str = ""
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Content:
    """One opened piece of content."""

    id: str
    key: str
    task: str
    number: int
    author: str
    at: datetime
    text: str
    is_file: bool = False


@dataclass(frozen=True, kw_only=True)
class File:
    """What is known of a file without opening it."""

    content: str
    case_id: str
    remote: str
    state: str
    copy: str
    media: str
    size: int
    sha256: str


def put(tx: Transaction, keyring: Keyring, case_id: str, writings: Iterable[Writing]) -> None:
    rows = [_row(keyring, case_id, one, "text") for one in writings]
    if rows:
        tx.execute(_NEW, rows)


def put_file(tx: Transaction, keyring: Keyring, case_id: str, name: Writing, remote: str) -> None:
    """Note a file that is still at the chat product; its bytes follow with ``fill``."""
    tx.execute(_NEW, [_row(keyring, case_id, name, "file")])
    values = {"content": name.id, "remote": remote, "state": "waiting", "copy": "there"}
    tx.execute(tables.files.insert().values(**values, media="", size=0, sha256=""))


def fill(tx: Transaction, keyring: Keyring, content: str, data: bytes, *, media: str, sha256: str) -> None:
    """Keep the bytes of a file."""
    files = tables.files
    sealed = keyring.seal(data, f"files.sealed:{content}")
    values = {"sealed": sealed, "state": "kept", "media": media, "size": len(data), "sha256": sha256}
    tx.execute(update(files).where(files.c.content == content).values(**values))


def mark_file(tx: Transaction, content: str, *, state: str | None = None, copy: str | None = None) -> None:
    values = {key: value for key, value in (("state", state), ("copy", copy)) if value}
    tx.execute(update(tables.files).where(tables.files.c.content == content).values(**values))


def drop_files(tx: Transaction, case_id: str) -> None:
    """Throw away the bytes of every file of a case: from now on it may keep none (X-5)."""
    mine = select(tables.contents.c.id).where(tables.contents.c.case_id == case_id)
    files = tables.files
    tx.execute(update(files).where(files.c.content.in_(mine)).values(sealed=None, state="unkept"))


def of_case(tx: Transaction, keyring: Keyring, grant: Grant) -> list[Content]:
    """Return what the grant lets this person read, oldest first."""
    contents = tables.contents
    query = select(contents).where(contents.c.case_id == grant.case_id).order_by(contents.c.created_at, contents.c.id)
    if grant.only_author:
        query = query.where(contents.c.author == grant.only_author)
    return [_content(keyring, row) for row in tx.execute(query)]


def files_of(tx: Transaction, grant: Grant) -> list[File]:
    contents, files = tables.contents, tables.files
    query = select(files, contents.c.case_id).join(contents, contents.c.id == files.c.content)
    query = query.where(contents.c.case_id == grant.case_id)
    if grant.only_author:
        query = query.where(contents.c.author == grant.only_author)
    return [_file(row) for row in tx.execute(query)]


def file(tx: Transaction, content: str) -> File | None:
    contents, files = tables.contents, tables.files
    query = select(files, contents.c.case_id).join(contents, contents.c.id == files.c.content)
    row = tx.execute(query.where(files.c.content == content)).first()
    return _file(row) if row else None


def file_bytes(tx: Transaction, keyring: Keyring, grant: Grant, content: str) -> bytes | None:
    """Return the bytes of a file of the granted case; None when it is not there (yet)."""
    found = file(tx, content)
    if found is None or found.case_id != grant.case_id:
        return None
    sealed = tx.execute(select(tables.files.c.sealed).where(tables.files.c.content == content)).scalar()
    return keyring.open(sealed, f"files.sealed:{content}") if sealed else None


def _row(keyring: Keyring, case_id: str, one: Writing, type_: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "case_id": case_id,
        "key": one.key,
        "task": one.task,
        "number": one.number,
        "author": one.author,
        "created_at": one.at,
        "type": type_,
        "sealed": keyring.seal(one.text.encode(), f"contents.sealed:{one.id}"),
    }


def _content(keyring: Keyring, row: Row[Any]) -> Content:
    return Content(
        id=row.id,
        key=row.key,
        task=row.task,
        number=row.number,
        author=row.author,
        at=row.created_at,
        text=keyring.open(row.sealed, f"contents.sealed:{row.id}").decode(),
        is_file=row.type == "file",
    )


def _file(row: Row[Any]) -> File:
    return File(
        content=row.content,
        case_id=row.case_id,
        remote=row.remote,
        state=row.state,
        copy=row.copy,
        media=row.media,
        size=row.size,
        sha256=row.sha256,
    )
