"""How a case comes to a dossier in a test, and how its papers are opened."""

import json
import re
from typing import Any

import requests
from click.testing import CliRunner, Result

from ruggespraak.cli import cli
from tests.flows.test_ontsporing import decide, name_poster, until_directie
from tests.play import Hands, World

PUPIL = "Leerlingendossier, handelen van de ouder"
STAFF = "Personeelsdossier, handelen van de medewerker"
CONFIRMED = "De ouder is gesproken KANARIE-vast"


def until_dossier(world: World) -> Hands:
    """A parent posted it; directie has spoken with them and confirms what goes into the pupil's dossier."""
    until_directie(world)
    name_poster(world, "ouder")
    talk = {"verslag": "Goed gesprek", "reactie_volwassene": ["verwijdert"]}
    decide(world, "directie", "In gesprek met de volwassene", "Reageert goed", **talk)
    confirm(world, PUPIL, CONFIRMED, "Leerlingvolgsysteem")
    directie = world.who("directie")
    directie.open_case()
    return directie


def confirm(world: World, task: str, text: str, place: str) -> None:
    """Directie confirms what goes into a dossier, and where it was put away."""
    decide(world, "directie", task, "Bevestigen en vastleggen", dossiertekst=text, opgeborgen=place)


def links(hands: Hands, form: str = "") -> list[str]:
    """The tokens of the links in the open modal."""
    urls = [
        element["url"]
        for block in hands.modal["blocks"]
        for element in block.get("elements", [])
        if element.get("url") and form.lower() in element["text"]["text"].lower()
    ]
    return [re.sub(r".*/stuk/", "", url) for url in urls]


def opened(world: World, token: str) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{world.app.port}/stuk/{token}", timeout=10)


def trail(world: World, *types: str) -> list[tuple[str, dict[str, Any]]]:
    with world.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql("select type, data from entries where case_id is not null order by id").all()
    plain = [(row[0], json.loads(row[1]) if isinstance(row[1], str) else row[1]) for row in rows]
    return [one for one in plain if one[0] in types]


def rows(world: World) -> list[Any]:
    with world.installation.context.store.read() as tx:
        query = "select id, type, content, filed, filed_by, adds_to from dossiers order by confirmed_at, id"
        return list(tx.exec_driver_sql(query).all())


def exported(world: World, *arguments: str) -> Result:
    """Run the command as an administrator would, beside the running app."""
    return CliRunner().invoke(cli, ["dossier", "export", *arguments], env=world._environment)
