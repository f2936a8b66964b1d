"""Files on their way home: fetched, judged by content and sealed; then the copy at the chat product is removed.

The network comes first and the transaction after it. What is written of each step is for ``custody``.
"""

from models import cases, claims, contents, deliveries
from models.deliveries import Delivery
from models.store import Transaction
from workflows.usecases import custody
from workflows.usecases.context import Context
from workflows.usecases.evidence import judge
from workflows.usecases.messenger import Messenger

_TOO_LARGE = "file_too_large"


def fetch(ctx: Context, messenger: Messenger, delivery: Delivery) -> None:
    """Bring a file home, judge it by its content, keep it sealed; then its copy there is removed."""
    content, case_id = delivery.payload["content"], delivery.case_id or ""
    _, data = messenger.fetch(delivery.payload["file"])
    verdict = judge(data)
    with ctx.store.write() as tx:
        case = cases.load(tx, case_id, lock=True)  # so that nobody sets a fact meanwhile that keeps files out
        if case is not None and _is_awaited(tx, content):
            if custody.keeps_none(ctx, tx, case):
                custody.refused(ctx, tx, case_id, content, "unkept")
            elif verdict.media:
                custody.kept(ctx, tx, case_id, content, data, verdict.media)
            else:
                custody.refused(ctx, tx, case_id, content, verdict.refusal)
        claims.sent(tx, delivery.id, ctx.now(), None, None)
        deliveries.put(tx, [discard_row(ctx, delivery)], ctx.now())


def discard(ctx: Context, messenger: Messenger, delivery: Delivery) -> None:
    """Remove the product's own copy, or ask once whoever gave the file to do it."""
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


def discard_row(ctx: Context, fetched: Delivery) -> Delivery:
    return Delivery(
        key=f"discard:{fetched.payload['file']}",
        type="discard",
        lane=ctx.options.lane,
        slot=fetched.slot,
        payload=fetched.payload,
        due_at=ctx.now(),
        case_id=fetched.case_id,
        priority=deliveries.SOON,
    )


def not_fetched(ctx: Context, tx: Transaction, delivery: Delivery, reason: str) -> None:
    """What could not be kept must not stay with the chat product either."""
    content, case = delivery.payload["content"], cases.load(tx, delivery.case_id or "", lock=True)
    if case is not None and _is_awaited(tx, content):
        unkept = custody.keeps_none(ctx, tx, case)
        custody.refused(ctx, tx, case.id, content, "unkept" if unkept else "size" if reason == _TOO_LARGE else "lost")
    deliveries.put(tx, [discard_row(ctx, delivery)], ctx.now())


def _is_awaited(tx: Transaction, content: str) -> bool:
    """False for what was thrown away, with its case or because it may not be kept, while it was being fetched."""
    file = contents.file(tx, content)
    return file is not None and file.state == "waiting"


def not_discarded(ctx: Context, tx: Transaction, delivery: Delivery) -> None:
    """The product did not answer for a week: who gave the file is asked to remove it after all."""
    custody.ask_to_remove(ctx, tx, delivery)
