"""Papers on the command line: a dossier or the timeline of a case, in the name of one person who may have it.

The policy is asked for that person as in every face, and it is on record that it came this way. An unknown number, an
unknown person and one who may not are told in the same words, so that nobody learns which cases there are.
"""

from pathlib import Path

import click

from models import cases, people
from ruggespraak import bootstrap
from ruggespraak.new_file import write_new
from ruggespraak.settings import process_environment, read_settings, require
from workflows.cards.timeline import OPERATOR
from workflows.engine.errors import WorkflowError
from workflows.papers.pdf import UnprintableError
from workflows.protocol_files import read
from workflows.usecases import dossier as dossiers
from workflows.usecases.context import Context
from workflows.usecases.paper_links import FORMS, KINDS, Order
from workflows.usecases.papers import Printed, draw_up

_REFUSED = "there is no such paper for this person: check the number, the address, and what this person may see"


@click.group()
def dossier() -> None:
    """Papers of a case."""


@dossier.command("export")
@click.argument("number")
@click.option("--for", "for_", required=True, help="The address of the person in whose name it is drawn up.")
@click.option(
    "--dossier", "kind", type=click.Choice(KINDS), help="Which paper; the only dossier there is without this."
)
@click.option("--format", "form", type=click.Choice(FORMS), default="pdf", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; it must not exist.")
def export_command(number: str, for_: str, kind: str | None, form: str, out: Path | None) -> None:
    """Write a dossier or the timeline of case NUMBER to a file that only you can read. It goes on record."""
    settings = read_settings(process_environment())
    require(settings, "RUGGESPRAAK_KEYS", "RUGGESPRAAK_PROTOCOL")
    context = bootstrap.make_context(settings, read(settings.ruggespraak_protocol))
    try:
        printed = _drawn(context, number, for_, kind, form)
    except WorkflowError:
        raise click.ClickException(_REFUSED) from None
    except UnprintableError as error:
        raise click.ClickException(f"{error}; --format json always works") from None
    finally:
        context.store.close()
    path = out or Path(printed.name)
    write_new(path, printed.data)
    click.echo(f"Written to {path}. It is on record in the case that this was drawn up in the name of {for_}.")


def _drawn(context: Context, number: str, address: str, kind: str | None, form: str) -> Printed:
    with context.store.read() as tx:
        case_id, person = cases.id_of(tx, number), people.by_email(tx, address)
        if case_id is None or person is None:
            raise click.ClickException(_REFUSED)
        kinds = (kind,) if kind else dossiers.kinds_of(context, tx, person, case_id)
    if len(kinds) != 1:
        hint = "name one of them with --dossier" if kinds else "it has none; --dossier tijdlijn gives the timeline"
        raise click.UsageError(f"case {number} has {len(kinds)} dossiers: {hint}")
    order = Order(case_id=case_id, kind=kinds[0], form="json" if form == "json" else "pdf", person=person.id)
    return draw_up(context, order, via=OPERATOR)
