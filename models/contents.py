"""What people wrote and gave: encrypted, bound to its row, and opened only with a Grant of the policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from models import chains, tables
from models.chains import Chain
from models.keyring import Keyring
from models.store import Transaction
from workflows.engine.decide import Entry
from workflows.engine.policy import Grant

WRITTEN, RECEIVED = "geschreven", "bestand_ontvangen"
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
    asked_at: datetime | None = None
    reminded_at: datetime | None = None


def put(
    tx: Transaction, keyring: Keyring, case_id: str, writings: Iterable[Writing], chain: Chain | None = None
) -> None:
    """Keep what was written, with a digest of each piece in the trail; the caller saves a *chain* that it gives."""
    found = list(writings)
    if found:
        tx.execute(_NEW, [_row(keyring, case_id, one, "text") for one in found])
        _trace(tx, case_id, found, chain)


def put_file(
    tx: Transaction, keyring: Keyring, case_id: str, name: Writing, remote: str, chain: Chain | None = None
) -> None:
    """Note a file that is still at the chat product; its bytes follow with ``fill``."""
    tx.execute(_NEW, [_row(keyring, case_id, name, "file")])
    received = Entry(at=name.at, actor=name.author, type=RECEIVED, data={"bestand": name.id})
    _trace(tx, case_id, [name], chain, [received])
    values = {"content": name.id, "remote": remote, "state": "waiting", "copy": "there"}
    tx.execute(tables.files.insert().values(**values, media="", size=0, sha256=""))


def fill(tx: Transaction, keyring: Keyring, content: str, data: bytes, *, media: str, sha256: str) -> None:
    """Keep the bytes of a file."""
    files = tables.files
    sealed = keyring.seal(data, place_of_file(content))
    values = {"sealed": sealed, "state": "kept", "media": media, "size": len(data), "sha256": sha256}
    tx.execute(update(files).where(files.c.content == content).values(**values))


def mark_file(tx: Transaction, content: str, *, state: str | None = None, copy: str | None = None) -> None:
    values = {key: value for key, value in (("state", state), ("copy", copy)) if value}
    tx.execute(update(tables.files).where(tables.files.c.content == content).values(**values))


def asked_to_remove(tx: Transaction, content: str, at: datetime) -> None:
    """The chat product keeps its copy, and whoever gave the file is asked to remove it."""
    values = {"copy": "asked", "asked_at": at, "reminded_at": None}
    tx.execute(update(tables.files).where(tables.files.c.content == content).values(**values))


def reminded_to_remove(tx: Transaction, content: str, at: datetime) -> None:
    tx.execute(update(tables.files).where(tables.files.c.content == content).values(reminded_at=at))


def drop_files(tx: Transaction, case_id: str) -> list[File]:
    """Throw away the bytes of every file of a case: from now on it may keep none (X-5). Returns them as they were."""
    contents, files = tables.contents, tables.files
    query = select(files, contents.c.case_id).join(contents, contents.c.id == files.c.content)
    query = query.where(contents.c.case_id == case_id, files.c.state != "unkept")
    found = [_file(row) for row in tx.execute(query.order_by(files.c.content))]
    here = files.c.content.in_([one.content for one in found])
    tx.execute(update(files).where(here).values(sealed=None, state="unkept", size=0, sha256=""))
    return found


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
    # Its name is bound to the case, and so tells whether the file was brought here from another one.
    open_text(keyring, tx.execute(select(tables.contents).where(tables.contents.c.id == content)).one())
    sealed = tx.execute(select(tables.files.c.sealed).where(tables.files.c.content == content)).scalar()
    return keyring.open(sealed, place_of_file(content)) if sealed else None


def _trace(
    tx: Transaction, case_id: str, writings: list[Writing], chain: Chain | None, more: Iterable[Entry] = ()
) -> None:
    """Say in the trail what was written, by id and digest: whoever swaps or removes it later shows."""
    kept = chain or chains.take(tx, case_id)
    kept.add(
        Entry(at=one.at, actor=one.author, type=WRITTEN, data={"id": one.id, "digest": kept.digest(one.id, one.text)})
        for one in writings
    )
    kept.add(more)
    if chain is None:
        kept.save(tx)


def _row(keyring: Keyring, case_id: str, one: Writing, type_: str) -> dict[str, Any]:
    where = place(id=one.id, case_id=case_id, author=one.author, key=one.key, task=one.task, number=one.number)
    return {
        "id": one.id,
        "case_id": case_id,
        "author": one.author,
        "key": one.key,
        "task": one.task,
        "number": one.number,
        "created_at": one.at,
        "type": type_,
        "sealed": keyring.seal(one.text.encode(), where),
    }


def place(*, id: str, case_id: str, author: str, key: str, task: str, number: int) -> str:  # noqa: A002 - the column
    """Return to what a piece of content is bound: moved to another case, or to another hand, it does not open."""
    return f"contents.sealed:{id}:{case_id}:{author}:{key}:{task}:{number}"


def place_of_file(content: str) -> str:
    """Return to what the bytes of a file are bound."""
    return f"files.sealed:{content}"


def open_text(keyring: Keyring, row: Row[Any]) -> str:
    """Return the text of a row of ``contents``, for this module and the check of the trail; asks for no Grant."""
    where = place(id=row.id, case_id=row.case_id, author=row.author, key=row.key, task=row.task, number=row.number)
    return keyring.open(row.sealed, where).decode()


def _content(keyring: Keyring, row: Row[Any]) -> Content:
    return Content(
        id=row.id,
        key=row.key,
        task=row.task,
        number=row.number,
        author=row.author,
        at=row.created_at,
        text=open_text(keyring, row),
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
        asked_at=row.asked_at,
        reminded_at=row.reminded_at,
    )
