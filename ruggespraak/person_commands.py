"""What is held on one person, on the command line: for who answers such a request, in whose name it is on record."""

from pathlib import Path

import click

from models import people
from models.people import Contact
from ruggespraak import bootstrap
from ruggespraak.new_file import write_new
from ruggespraak.settings import process_environment, read_settings, require
from workflows.cards.rights_report import as_json
from workflows.cards.timeline import OPERATOR
from workflows.engine.errors import NotAllowedError
from workflows.protocol_files import read
from workflows.usecases.context import Context
from workflows.usecases.rights import about_name, about_staff, give
from workflows.usecases.rights_gather import About
from workflows.usecases.submit import InvalidFormError


@click.group()
def person() -> None:
    """What is held on one person."""


@person.command()
@click.argument("email", required=False)
@click.option("--name", help="The name of somebody who is not on the staff list.")
@click.option("--for", "asker", required=True, help="The address of the fg or bestuur who answers the request.")
@click.option("--reference", default="command line", help="What the request is known by.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file to write; else it is printed.")
def export(email: str | None, name: str | None, asker: str, reference: str, out: Path | None) -> None:
    """Print as JSON all that is held on EMAIL, or on --name, with everybody else masked."""
    if bool(email) == bool(name):
        raise click.UsageError("Give an address, or a name with --name, and not both.")
    if not reference.strip():
        raise click.UsageError("--reference says what the request is known by: it cannot be empty.")
    settings = read_settings(process_environment())
    require(settings, "RUGGESPRAAK_KEYS", "RUGGESPRAAK_PROTOCOL")
    context = bootstrap.make_context(settings, read(settings.ruggespraak_protocol))
    try:
        text = _export(context, email, name, asker, reference)
    finally:
        context.store.close()
    if out is None:
        click.echo(text)
    else:
        write_new(out, f"{text}\n".encode())


def _export(context: Context, email: str | None, name: str | None, asker: str, reference: str) -> str:
    with context.store.read() as tx:
        contact = people.by_email(tx, asker)
        about = about_staff(tx, email) if email else _named(name or "")
    if about is None:
        raise click.ClickException(f"nobody on the staff list has the address {email}")
    try:
        return as_json(give(context, _known(contact, asker), about, reference, via=OPERATOR))
    except NotAllowedError as error:
        raise click.ClickException(f"{asker} is no fg and no bestuur: only they answer such a request") from error


def _named(name: str) -> About:
    try:
        return about_name(name)
    except InvalidFormError as error:
        raise click.ClickException("--name needs a first and a last name, and no ordinary words") from error


def _known(contact: Contact | None, asker: str) -> Contact:
    if contact is None:
        raise click.ClickException(f"nobody on the staff list has the address {asker}")
    return contact
