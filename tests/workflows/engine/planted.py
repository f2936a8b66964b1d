"""Faults that are planted in a copy of Scala's protocol, and what the check says of them."""

from typing import Any

from tests.workflows.engine.cast import changed, protocol_of
from workflows.engine.check import check

ONT = "kinds/ontsporing/tasks"
PUB = "kinds/publicatie/tasks"


# fmt: off
MANY = [
    "gesprek_medewerker", "overleg_bestuur", "maatregel_adequaat", "maatregel_inadequaat", "statement_medewerker",
    "dossier_medewerker", "dossier_medewerker_directie", "gesprek_volwassene", "klacht_wijzen",
    "statement_volwassene", "maatregel_ouder", "dossier_ouder", "gedragsprotocol", "denk_na_nazorg",
    "maatregel_leerling", "dossier_kind",
]
# fmt: on
SHOWN: dict[str, Any] = {
    f"articles/{rule}/{word}": empty
    for rule in protocol_of("scala").articles
    for word, empty in (("shown", []), ("when", {}))
}
# Scala without the branches that take long to walk.
SMALL: dict[str, Any] = {f"{ONT}/{task}": None for task in MANY} | {"dossiers": {}} | SHOWN


def named(changes: dict[str, Any]) -> list[tuple[str, str]]:
    found = check(changed("scala", SMALL | changes), protocol_of("common"))
    return [(problem.key, problem.message) for problem in found.problems]
