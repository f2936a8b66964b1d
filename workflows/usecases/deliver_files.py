"""Files on their way home: fetched, judged by content and sealed; then the copy at the chat product is removed."""

import hashlib

from models import cases, claims, contents, deliveries
from models.deliveries import Delivery
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card, Text
from workflows.engine.conditions import keeps_no_files
from workflows.usecases.context import Context, protocol_of
from workflows.usecases.evidence import judge
from workflows.usecases.messenger import Messenger
from workflows.usecases.tell import post

_TOO_LARGE = "file_too_large"


def fetch(ctx: Context, messenger: Messenger, delivery: Delivery) -> None:
    """Bring a file home, judge it by its content, keep it sealed; then its copy there is removed."""
    remote, content = delivery.payload["file"], delivery.payload["content"]
    _, data = messenger.fetch(remote)
    verdict = judge(data)
    with ctx.store.write() as tx:
        case = cases.load(tx, delivery.case_id or "")
        if case is None or keeps_no_files(protocol_of(ctx, tx, case.protocol), case.values):
            contents.mark_file(tx, content, state="unkept")
        elif verdict.media:
            sha256 = hashlib.sha256(data).hexdigest()
            contents.fill(tx, ctx.keyring, content, data, media=verdict.media, sha256=sha256)
        else:
            contents.mark_file(tx, content, state=verdict.refusal)
        claims.sent(tx, delivery.id, ctx.now(), None, None)
        deliveries.put(tx, [discard_row(ctx, delivery)], ctx.now())


def discard(ctx: Context, messenger: Messenger, delivery: Delivery) -> None:
    """Remove the product's own copy, or ask the melder once to do it."""
    gone = messenger.discard(delivery.payload["file"])
    with ctx.store.write() as tx:
        content = delivery.payload["content"]
        if content:
            contents.mark_file(tx, content, copy="gone" if gone else "asked")
        if not gone:
            _ask_to_remove(ctx, tx, delivery)
        claims.sent(tx, delivery.id, ctx.now(), None, None)


def _ask_to_remove(ctx: Context, tx: Transaction, delivery: Delivery) -> None:
    file = contents.file(tx, delivery.payload["content"])
    text = say("file.please_remove" if file is not None and file.state == "kept" else "file.please_remove_unkept")
    card = Card(text=text, elements=(Text(text=text),))
    melder = cases.melder_of(tx, delivery.case_id or "")
    if melder is not None:
        post(ctx, tx, f"remove:{delivery.payload['file']}", melder, card, case_id=delivery.case_id)


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
    contents.mark_file(tx, delivery.payload["content"], state="size" if reason == _TOO_LARGE else "lost")
    deliveries.put(tx, [discard_row(ctx, delivery)], ctx.now())
