"""Who walks: the people of the demo school as the engine sees them, who reports, and who must never hear of it."""

import csv
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.play import ROOT
from workflows.engine.person import Circle, Person, Post

MELDERS = ("U01MELDER", "U04DIREC", "U05BESTUUR", "U02LEIDER")
DIRECTIE, BESTUUR = "U04DIREC", "U05BESTUUR"
OUTSIDER = "U14BUIT"


def staff(school: Mapping[str, Any] | None = None, text: str = "") -> Circle:
    """Return the people of the demo school, or of this one, each under their id in Slack."""
    school = school or json.loads((ROOT / "sandbox/school.json").read_text(encoding="utf-8"))
    ids = {user["email"]: user["id"] for user in school["users"]}
    text = text or (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8")
    people = [_person(row, ids) for row in csv.DictReader(text.splitlines())]
    return Circle(people={one.id: one for one in people}, today=date(2026, 11, 24))


def _person(row: Mapping[str, str], ids: Mapping[str, str]) -> Person:
    post = Post(
        school=row["school"],
        functie=row["functie"],
        roles=frozenset(filter(None, row["rollen"].split(";"))),
        leidinggevende=ids.get(row["leidinggevende"]),
        vervanger=ids.get(row["vervanger"]),
    )
    return Person(id=ids[row["email"]], name=row["naam"], posts=(post,))
