"""The command line about how long cases are kept: numbers and dates per rule, and the daily run done now.

It shows no case, no number of one and no text.
"""

from collections.abc import Iterator
from datetime import date

import click

from models import keepings
from models.keepings import Total
from ruggespraak import bootstrap
from ruggespraak.settings import process_environment, read_settings, require
from workflows.usecases.context import Context
from workflows.usecases.keep_daily import Kept, keep_daily


@click.group()
def retention() -> None:
    """How long cases are kept."""


@retention.command("list")
def list_command() -> None:
    """Print per rule how many ended cases are kept, how many are held or announced, and the nearest last day."""
    context = _context()
    try:
        with context.store.read() as tx:
            found = keepings.totals(tx)
        for line in list_lines(found, context.today()):
            click.echo(line)
    finally:
        context.store.close()


@retention.command()
def run() -> None:
    """Count, announce and destroy what is due now, as the worker does every day."""
    context = _context()
    try:
        for line in run_lines(keep_daily(context)):
            click.echo(line)
    finally:
        context.store.close()


def list_lines(found: list[Total], today: date) -> Iterator[str]:
    """Yield one line per rule, and always that some are not counted: whether there are any must not show."""
    if not found:
        yield "No ended case is kept."
    for one in found:
        over = " (over)" if one.nearest < today else ""
        yield (
            f"{one.rule:18} {one.cases:6} kept, {one.held} held, {one.announced} announced; "
            f"the nearest until {one.nearest}{over}"
        )
    yield "Cases for the bestuur alone are not counted."


def run_lines(done: Kept) -> Iterator[str]:
    yield f"{done.announced} announced, {done.destroyed} destroyed, {done.forgotten} names forgotten"
    if not done.scrubbed:
        yield "The database file is in use by a reader: the next run empties its log."


def _context() -> Context:
    settings = read_settings(process_environment())
    require(settings, "RUGGESPRAAK_KEYS", "RUGGESPRAAK_PROTOCOL")
    return bootstrap.make_context(settings)
