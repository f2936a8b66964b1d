"""Files on their way home: fetched, judged by content and sealed; then the copy at the chat product is removed.

The copy of what could not be fetched is left alone, because it is the only one; that of what is refused goes once
whoever gave it has been told. The network comes first and the transaction after it. What is written of each step is
for ``custody``.
"""

from models import cases, claims, contents, deliveries
from models.deliveries import Delivery
from models.store import Transaction
from workflows.usecases import custody
from workflows.usecases.context import Context
from workflows.usecases.evidence import judge
from workflows.usecases.messenger import Messenger, TroubleError

_TOO_LARGE = "file_too_large"
_GONE = frozenset({"file_not_found", "file_deleted"})
_TOLD = "told"  # the message that must have arrived before the copy goes


def fetch(ctx: Context, messenger: Messenger, delivery: Delivery) -> None:
    """Bring a file home, judge it by its content, keep it sealed; then its copy there is removed."""
    with ctx.store.read() as tx:
        wanted = _is_awaited(tx, delivery.payload["content"])
    data = messenger.fetch(delivery.payload["file"])[1] if wanted else b""
    with ctx.store.write() as tx:
        told = _take_in(ctx, tx, delivery, data)
        claims.sent(tx, delivery.id, ctx.now(), None, None)
        deliveries.put(tx, [discard_row(ctx, delivery, told)], ctx.now())


def _take_in(ctx: Context, tx: Transaction, delivery: Delivery, data: bytes) -> str:
    """Keep what was fetched, or say why not; returns the message that must arrive before the copy goes."""
    content, verdict = delivery.payload["content"], judge(data)
    # The case is locked, so that nobody sets a fact meanwhile that keeps files out.
    case = cases.load(tx, delivery.case_id or "", lock=True)
    if case is None or not _is_awaited(tx, content):
        return ""
    if custody.keeps_none(ctx, tx, case):
        custody.refused(ctx, tx, case.id, content, "unkept")
        return ""
    if verdict.media:
        custody.kept(ctx, tx, case.id, content, data, verdict.media)
        return ""
    custody.refused(ctx, tx, case.id, content, verdict.refusal)
    return custody.tell_giver(ctx, tx, delivery, case, verdict.refusal)


def discard(ctx: Context, messenger: Messenger, delivery: Delivery) -> None:
    """Remove the product's own copy, or ask once whoever gave the file to do it."""
    if not _giver_knows(ctx, delivery):
        raise TroubleError("giver_not_told")
    removed = messenger.discard(delivery.payload["file"])
    with ctx.store.write() as tx:
        if removed:
            custody.gone(ctx, tx, delivery)
        else:
            custody.ask_to_remove(ctx, tx, delivery)
        claims.sent(tx, delivery.id, ctx.now(), None, None)


def look(ctx: Context, messenger: Messenger, delivery: Delivery) -> None:
    """Look whether a copy that somebody was asked to remove is gone."""
    there = messenger.has_file(delivery.payload["file"])
    with ctx.store.write() as tx:
        if not custody.is_settled(tx, delivery):
            if there:
                custody.still_there(ctx, tx, delivery)
            else:
                custody.gone(ctx, tx, delivery)
        claims.sent(tx, delivery.id, ctx.now(), None, None)


def discard_row(ctx: Context, fetched: Delivery, told: str = "") -> Delivery:
    """Have the copy removed, once the message *told* has arrived."""
    return Delivery(
        key=f"discard:{fetched.payload['file']}",
        type="discard",
        lane=ctx.options.lane,
        slot=fetched.slot,
        payload={**fetched.payload, _TOLD: told} if told else fetched.payload,
        due_at=ctx.now(),
        case_id=fetched.case_id,
        priority=deliveries.SOON,
    )


def not_fetched(ctx: Context, tx: Transaction, delivery: Delivery, reason: str) -> None:
    """The copy of what may not be kept goes; what could not be fetched stays there, and can be fetched later."""
    content, case = delivery.payload["content"], cases.load(tx, delivery.case_id or "", lock=True)
    told = ""
    if case is not None and _is_awaited(tx, content):
        refusal = "unkept" if custody.keeps_none(ctx, tx, case) else "size" if reason == _TOO_LARGE else ""
        if not refusal:
            custody.lost(ctx, tx, delivery, case, gone=reason in _GONE)
            return
        custody.refused(ctx, tx, case.id, content, refusal)
        told = custody.tell_giver(ctx, tx, delivery, case, refusal) if refusal == "size" else ""
    deliveries.put(tx, [discard_row(ctx, delivery, told)], ctx.now())


def _is_awaited(tx: Transaction, content: str) -> bool:
    """False for what was thrown away, with its case or because it may not be kept, while it was being fetched."""
    file = contents.file(tx, content)
    return file is not None and file.state in ("waiting", "lost")


def _giver_knows(ctx: Context, delivery: Delivery) -> bool:
    """False while nobody could be told yet that the file is not kept: they may have no other."""
    told = delivery.payload.get(_TOLD)
    if not told:
        return True
    with ctx.store.read() as tx:
        said = deliveries.latest_post(tx, told)
    return said is not None and said.state == "sent"


def not_discarded(ctx: Context, tx: Transaction, delivery: Delivery) -> None:
    """The product did not answer for a week: who gave the file is asked to remove it after all."""
    custody.ask_to_remove(ctx, tx, delivery)
