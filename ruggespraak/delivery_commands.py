"""The delivery board on the command line: what waits, what is paused and until when, what failed and why, try again.

It shows to whom, never what: no case, no number, no text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from models import board
from models.board import Queue, Trouble
from models.store import Store
from ruggespraak import bootstrap
from ruggespraak.settings import SettingsError, process_environment, read_settings, require
from ruggespraak.staff_report import plain
from workflows.engine.calendar import AMSTERDAM

_MOST = 50


@click.group()
def delivery() -> None:
    """Messages on their way."""


@delivery.command("list")
@click.option("--most", default=_MOST, show_default=True, help="At most so many of what failed or is tried again.")
def list_command(most: int) -> None:
    """Print what waits, what is paused and until when, and what failed and why."""
    with _reached() as (store, now), store.read() as tx:
        waiting, paused = board.queues(tx, now), board.pauses(tx, now)
        retrying, failed = board.retrying(tx, most), board.failed(tx, most)
        totals = board.backlog(tx)
    for line in [*_waiting(waiting, now), *_paused(paused), *_retrying(retrying, most), *_failed(failed, totals)]:
        click.echo(line)


@delivery.command()
@click.argument("ids", nargs=-1, type=click.IntRange(1, 2**62))
@click.option("--all", "everything", is_flag=True, help="All that failed.")
def retry(ids: tuple[int, ...], everything: bool) -> None:
    """Send what failed once more: by the number that 'list' shows, or --all."""
    if bool(ids) == everything:
        raise click.UsageError("name the numbers that 'ruggespraak delivery list' shows, or --all")
    with _reached() as (store, now), store.write() as tx:
        number = board.try_again(tx, None if everything else ids, now)
    click.echo(f"{number} will be tried again; 'ruggespraak delivery list' shows what becomes of it.")
    if not everything and number < len(set(ids)):
        click.echo(f"{len(set(ids)) - number} had not failed, or do not exist, and were left as they are.")


@contextmanager
def _reached() -> Iterator[tuple[Store, datetime]]:
    """Give the database, which must be up to date already, and this moment; names need the keys."""
    settings = read_settings(process_environment())
    require(settings, "RUGGESPRAAK_KEYS")
    store = bootstrap.reach_store(settings)
    try:
        if not bootstrap.is_up_to_date(store):
            raise SettingsError("DATABASE_URL: the tables are not up to date; run 'ruggespraak migrate' first")
        yield store, bootstrap.clock_of(settings)()
    finally:
        store.close()


def _waiting(queues: list[Queue], now: datetime) -> Iterator[str]:
    if not queues:
        yield "Nothing waits."
    for one in queues:
        parts = [f"{one.waiting} waiting ({one.late} due)", f"{one.sending} being sent"]
        parts += [f"{one.uncertain} to be found out"] if one.uncertain else []
        yield f"{one.lane:18} {', '.join(parts)}; the oldest is {_ago(now, one.oldest)} old"


def _paused(lanes: dict[str, datetime]) -> Iterator[str]:
    for lane, until in lanes.items():
        yield f"{lane:18} throttled until {_moment(until)}"


def _retrying(found: list[Trouble], most: int) -> Iterator[str]:
    if found:
        yield "Tried, and waiting for another try:"
    for one in found:
        yield f"{_line(one)} (tried {one.attempts}x, again at {_moment(one.again_at or one.since)})"
    if len(found) == most:
        yield "  and maybe more: see --most"


def _failed(found: list[Trouble], totals: dict[str, int]) -> Iterator[str]:
    number = totals.get("failed", 0)
    yield f"Failed ({number}):" if number else "Nothing failed."
    yield from (f"{_line(one)} ({_moment(one.since)})" for one in found)
    if number > len(found):
        yield f"  and {number - len(found)} more: see --most"


def _line(one: Trouble) -> str:
    return f"  {one.id:>7}  {one.type:8} {plain(one.to) or '-':30} {plain(one.reason)}"


def _moment(at: datetime) -> str:
    return at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M:%S")


def _ago(now: datetime, then: datetime) -> str:
    seconds = max(int((now - then).total_seconds()), 0)
    return (
        f"{seconds // 3600} h {seconds % 3600 // 60} min"
        if seconds >= 3600
        else f"{seconds // 60} min {seconds % 60} s"
    )
