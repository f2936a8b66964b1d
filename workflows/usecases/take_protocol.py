"""Taking a protocol for new cases: what changed since the one before is told, running cases keep their own."""

from dataclasses import dataclass

from models import protocols
from models.store import Transaction
from workflows.protocol_diff import diff_lines
from workflows.protocol_files import dump
from workflows.usecases.context import Context, in_one, protocol_of


@dataclass(frozen=True, kw_only=True)
class Change:
    """The protocol that was taken before this one, and how the rules differ; nothing when it is the same."""

    before: str = ""
    lines: tuple[str, ...] = ()


def take_protocol(ctx: Context) -> Change:
    """Note that new cases start under the protocol of this installation; returns what changed since the last one."""
    return in_one(ctx, lambda tx: _take(ctx, tx))


def changed_rules(ctx: Context) -> Change:
    """Return what would change, and take nothing."""
    with ctx.store.read() as tx:
        return _change(ctx, tx)


def _take(ctx: Context, tx: Transaction) -> Change:
    change = _change(ctx, tx)
    digest = ctx.source.digest
    if protocols.taken(tx) != digest:
        protocols.keep(tx, digest, ctx.protocol.protocol, ctx.protocol.version, dump(ctx.protocol))
        protocols.take(tx, digest, ctx.now())
    return change


def _change(ctx: Context, tx: Transaction) -> Change:
    last = protocols.taken(tx)
    if last is None or last == ctx.source.digest:
        return Change()
    before = protocol_of(ctx, tx, last)
    name = f"{before.protocol} {before.version}"
    return Change(before=name, lines=tuple(diff_lines(before, ctx.protocol)))
