"""Files that people gave: judged by their content, opened only through a signed link, each opening on record."""

from dataclasses import dataclass

from itsdangerous import BadSignature, SignatureExpired

from models import contents, entries, people
from models.store import Transaction
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import may
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.sight import LINK_SECONDS, link_signer

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
    try:
        content, person = link_signer(ctx).loads(token, max_age=LINK_SECONDS)
    except (SignatureExpired, BadSignature, ValueError, TypeError) as error:
        raise NotAllowedError("error.link") from error
    return in_one(ctx, lambda tx: _open(ctx, tx, str(content), str(person)))


def _open(ctx: Context, tx: Transaction, content: str, person: str) -> Opened:
    file, reader = contents.file(tx, content), people.by_id(tx, person)
    if file is None or reader is None or not reader.active:
        raise NotAllowedError("error.link")
    protocol, case = case_of(ctx, tx, file.case_id)
    grant = may(person, "read", protocol, case, circle_of(ctx, tx, protocol, case))
    data = contents.file_bytes(tx, ctx.keyring, grant, content)
    if data is None:
        raise NotAllowedError("error.link")
    entries.note(tx, case.id, ctx.now(), person, "bestand_gelezen", bestand=content)
    return Opened(media=file.media, data=data)
