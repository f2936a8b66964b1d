"""Files that people gave: judged by their content, opened only through a signed link, each opening on record."""

from dataclasses import dataclass

from models import contents, entries, people
from models.store import Transaction
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import Grant, joined, may
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one, protocol_of
from workflows.usecases.links import FILE, told_by
from workflows.usecases.merged import onward

MAX_BYTES = 10 * 1024 * 1024
MEDIA: dict[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
}
HEIC = frozenset(b"ftyp" + brand for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a file is: its media type, or why it is not kept (``type`` or ``size``)."""

    media: str = ""
    refusal: str = ""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A file as it is shown."""

    media: str
    data: bytes


def judge(data: bytes) -> Verdict:
    """Return what these bytes are, whatever their name says: an image or a PDF, at most 10 MB."""
    if len(data) > MAX_BYTES:
        return Verdict(refusal="size")
    for start, media in MEDIA.items():
        if data.startswith(start):
            return Verdict(media=media)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Verdict(media="image/webp")
    if data[4:12] in HEIC:
        return Verdict(media="image/heic")
    return Verdict(refusal="type")


def open_file(ctx: Context, token: str) -> Opened:
    """Return the file behind a signed link; NotAllowedError when it is old, forged, or no longer allowed."""
    with ctx.store.read() as tx:
        content, person = told_by(ctx, tx, FILE, token, 2)
    return in_one(ctx, lambda tx: _open(ctx, tx, content, person))


def _open(ctx: Context, tx: Transaction, content: str, person: str) -> Opened:
    file, reader = contents.file(tx, content), people.by_id(tx, person)
    if file is None or reader is None or not reader.active:
        raise NotAllowedError("error.link")
    grant = _leave(ctx, tx, file.case_id, person)
    shown = content in {one.content for one in contents.files_of(tx, grant)}
    data = contents.file_bytes(tx, ctx.keyring, grant, content) if shown else None
    if data is None:
        raise NotAllowedError("error.link")
    entries.note(tx, grant.case_id, ctx.now(), person, "bestand_gelezen", bestand=content)
    return Opened(media=file.media, data=data)


def _leave(ctx: Context, tx: Transaction, case_id: str, person: str) -> Grant:
    """Return leave to read a case by itself; what was merged into another one is read as part of that."""
    protocol, case = case_of(ctx, tx, case_id)
    if case.merged_into is None or person == case.melder:
        return may(person, "read", protocol, case, circle_of(ctx, tx, protocol, case))
    *path, into = onward(tx, case)
    protocol = protocol_of(ctx, tx, into.protocol)
    leave = joined(may(person, "read", protocol, into, circle_of(ctx, tx, protocol, into)), *path)
    if leave is None:
        raise NotAllowedError("error.link")
    return leave
