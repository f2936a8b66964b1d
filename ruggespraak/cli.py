"""The command line. It reads the environment, calls one function, and prints; errors are one clear message each."""

import logging
import sys
from pathlib import Path
from time import perf_counter

import click

from models.keyring import KeyringError
from models.store import UnavailableError
from ruggespraak import bootstrap, logs, rehearsal, serve
from ruggespraak.audit_commands import audit
from ruggespraak.delivery_commands import delivery
from ruggespraak.dossier_commands import dossier
from ruggespraak.key_commands import keys
from ruggespraak.person_commands import person
from ruggespraak.retention_commands import retention
from ruggespraak.school_commands import school
from ruggespraak.settings import Settings, SettingsError, process_environment, read_settings, require, secret_values
from ruggespraak.staff_commands import staff
from workflows.engine.draw import draw
from workflows.protocol_diff import diff_lines
from workflows.protocol_files import ProtocolFileError, Source, available, checked, read
from workflows.protocol_show import show_lines
from workflows.usecases.take_protocol import Change, changed_rules


def main() -> None:
    """Run a command; what the administrator must repair is printed without a traceback."""
    try:
        cli(standalone_mode=False)
    except (SettingsError, KeyringError, ProtocolFileError) as error:
        click.echo(f"ruggespraak: {error}", err=True)
        sys.exit(2)
    except UnavailableError as error:
        click.echo(f"ruggespraak: the database does not answer ({error})", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


@click.group()
def cli() -> None:
    """Ruggespraak: staff escalation for schools, in Slack."""
    logs.set_up(secrets=secret_values(process_environment()))
    for name in ("apscheduler", "waitress", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns, three times a second, that a long delivery is still going on; errors of a job go to another logger.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


cli.add_command(staff)
cli.add_command(school)
cli.add_command(delivery)
cli.add_command(dossier)
cli.add_command(retention)
cli.add_command(audit)
cli.add_command(person)
cli.add_command(keys)


@cli.command("serve")
def serve_command() -> None:
    """Serve Slack's requests and deliver, in one process."""
    serve.serve(_settings())


@cli.command()
def worker() -> None:
    """Deliver and watch deadlines only, beside web processes (PostgreSQL)."""
    serve.work(_settings())


@cli.command("try")
def try_command() -> None:
    """Play a demo school in the browser."""
    logging.getLogger().setLevel(logging.WARNING)
    rehearsal.rehearse(process_environment())


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    store = bootstrap.reach_store(_settings())
    bootstrap.bring_up_to_date(store)
    store.close()
    click.echo("The database is up to date.")


@cli.group()
def protocol() -> None:
    """Look at protocols."""


@protocol.command("list")
def list_protocols() -> None:
    """Print the protocols that come with the app."""
    for name in available():
        found = read(name).protocol
        click.echo(f"{name:12} {found.version:12} {found.title}")


@protocol.command()
@click.argument("name")
def show(name: str) -> None:
    """Print a protocol, merged, with where each key comes from."""
    for line in show_lines(read(name)):
        click.echo(line)


@protocol.command("draw")
@click.argument("name")
@click.option("--kind", help="Which kind of case; the first one without this.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file to write; else it is printed.")
def draw_command(name: str, kind: str | None, out: Path | None) -> None:
    """Draw one kind of case as SVG."""
    found = read(name).protocol
    wanted = kind or next(iter(found.kinds))
    if wanted not in found.kinds:
        raise click.BadParameter(
            f"'{wanted}' is no kind of {name}; known: {', '.join(found.kinds)}", param_hint="--kind"
        )
    text = draw(found, wanted)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


@protocol.command("diff")
@click.argument("name", required=False)
@click.argument("other", required=False)
def diff_command(name: str | None, other: str | None) -> None:
    """Print which rules differ: from NAME to OTHER, else from what new cases start under to the configured one.

    With one NAME: from what new cases start under now to NAME. Nothing is taken.
    """
    if name and other:
        lines = tuple(diff_lines(read(name).protocol, read(other).protocol))
    else:
        lines = _waiting_change(name).lines
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} rules differ; running cases keep the protocol that they started under.")


@protocol.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Check protocols (all built-in ones without a name): 0 problems, or each problem with its place."""
    problems = sum(_check(read(name)) for name in names or available())
    if problems:
        sys.exit(1)


def _waiting_change(name: str | None) -> Change:
    settings = _settings()
    require(settings, "RUGGESPRAAK_KEYS", "RUGGESPRAAK_PROTOCOL")
    context = bootstrap.make_context(settings, bootstrap.protocol_source(name) if name else None)
    try:
        return changed_rules(context)
    finally:
        context.store.close()


def _check(source: Source) -> int:
    """Print what checking one protocol comes to, and how long it took; returns the number of problems."""
    began = perf_counter()
    found = checked(source)
    for problem in found.problems:
        file, line = source.place(problem.key)
        click.echo(f"{file}:{line}: {problem.key}: {problem.message}")
    tracks = [(kind, track) for kind, tracks in found.tracks.items() for track in tracks]
    for kind, track in tracks:
        click.echo(f"  {kind:12} {track.name:28} {track.states:6} states, {len(track.tasks)} tasks")
    took = f"{perf_counter() - began:.1f} s"
    name = source.protocol.protocol
    problems = "1 problem" if len(found.problems) == 1 else f"{len(found.problems)} problems"
    click.echo(f"{name}: {problems}, {found.states} states in {len(tracks)} tracks, {took}")
    return len(found.problems)


def _settings() -> Settings:
    return read_settings(process_environment())
