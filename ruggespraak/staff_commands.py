"""The staff list on the command line: look first, then take over. Slack is asked, and is never needed."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from models import roster
from models.roster import Known, Roster
from models.schema import is_current
from models.store import Store
from ruggespraak import bootstrap
from ruggespraak.settings import Settings, SettingsError, process_environment, read_settings, require
from ruggespraak.staff_report import limited, plain, report
from slackapp.client import sender_client
from slackapp.messenger import SlackMessenger
from workflows.protocol_files import read
from workflows.usecases import presence
from workflows.usecases.context import Context
from workflows.usecases.members import look
from workflows.usecases.messenger import DeliveryError
from workflows.usecases.presence import Roll
from workflows.usecases.staff import foresee, import_staff
from workflows.usecases.staff_change import Change, compare
from workflows.usecases.staff_file import Staff, read_staff
from workflows.usecases.staff_warnings import warnings


@click.group()
def staff() -> None:
    """The staff list."""


@staff.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
@click.option("--skip-wrong", is_flag=True, help="Take the right lines over; people on wrong lines keep what they had.")
@click.option("--yes", is_flag=True, help="Do not ask when many people would leave.")
def import_command(file: Path, dry_run: bool, skip_wrong: bool, yes: bool) -> None:
    """Take over a staff file (CSV, UTF-8); nothing is changed when a line is wrong."""
    found = _read(file)
    settings = read_settings(process_environment())
    if dry_run and not found.refused:
        _tell(settings, found, _standing(settings))
    _stop_if_wrong(found, skip_wrong=skip_wrong)
    if dry_run:
        click.echo("Nothing was changed.")
        return
    require(settings, "RUGGESPRAAK_KEYS", "RUGGESPRAAK_PROTOCOL")
    context = bootstrap.make_context(settings, read(settings.ruggespraak_protocol))
    try:
        _take_over(settings, context, found, yes=yes)
    finally:
        context.store.close()


def _read(file: Path) -> Staff:
    """Return what was read, and print what is wrong per line."""
    found = read_staff(file.read_bytes())
    for line in limited([f"{file.name}:{one.line}: {plain(one.message)}" for one in found.problems]):
        click.echo(line, err=True)
    return found


def _stop_if_wrong(found: Staff, *, skip_wrong: bool) -> None:
    """End when the file cannot be taken over."""
    if found.refused or (found.problems and not skip_wrong):
        hint = "" if found.refused else " Repair these lines, or take the others over with --skip-wrong."
        click.echo(f"Nothing was changed.{hint}", err=True)
        sys.exit(1)


def _take_over(settings: Settings, context: Context, found: Staff, *, yes: bool) -> None:
    change, roll = _tell(settings, found, _roster(context.store))
    if change.is_drastic and not yes and sys.stdin.isatty():
        click.confirm(f"{len(change.gone)} of {change.worked} people would lose their rights. Go on?", abort=True)
    import_staff(context, found, "command line", skip_wrong=True, roll=roll)
    click.echo("Taken over.")


def _tell(settings: Settings, found: Staff, before: Roster) -> tuple[Change, Roll | None]:
    """Print what taking over comes to; returns it, with who Slack has."""
    after = foresee(before, found, bootstrap.new_id)
    change, roll = compare(before, after), _in_slack(settings, after.people)
    for line in report(change, warnings(after, found), presence.missing(after.people, roll)):
        click.echo(line)
    return change, roll


def _in_slack(settings: Settings, people: tuple[Known, ...]) -> Roll | None:
    """Return who of these people Slack has, or None when it does not tell: the daily look finds out later."""
    if not settings.slack_bot_token.get_secret_value():
        click.echo("Slack was not asked who is in it: SLACK_BOT_TOKEN is not set.", err=True)
        return None
    try:
        with _in_one_line():
            roll = look(SlackMessenger(sender_client(bootstrap.slack_settings(settings))), people)
    except DeliveryError as error:
        click.echo(f"Slack did not tell who is in it ({error.reason}); the daily look will find out.", err=True)
        return None
    if not roll.tells:
        click.echo("Slack named nobody with an address (scope users:read.email?); nothing is made of that.", err=True)
    return roll


@contextmanager
def _in_one_line() -> Iterator[None]:
    """What goes wrong is said here: Slack's library need not say it too."""
    logger = logging.getLogger("slackapp.api")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _standing(settings: Settings) -> Roster:
    """Return the staff list without touching anything: not even the tables are brought up to date for a look."""
    store = bootstrap.reach_store(settings)
    try:
        if store.is_sqlite and not Path(store.url.database or "").exists():
            return Roster()
        if not is_current(store):
            raise SettingsError("DATABASE_URL: the tables are not up to date; run 'ruggespraak migrate' first")
        return _roster(store)
    finally:
        store.close()


def _roster(store: Store) -> Roster:
    with store.read() as tx:
        return roster.load(tx)
