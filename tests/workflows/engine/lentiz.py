"""What the tests of Lentiz share: its people, its branches and its measures."""

from datetime import UTC, datetime
from typing import Any

from tests.workflows.engine.cast import Play, person, protocol_of, school
from workflows.engine.case import Value
from workflows.engine.conditions import holds
from workflows.engine.decide import Decision
from workflows.engine.person import Circle

SUNDAY_NIGHT = datetime(2026, 11, 22, 22, tzinfo=UTC)  # 23.00 in Amsterdam


EMPLOYEES = ["medewerker", "ikzelf", "zonder_dienstverband"]


OTHERS = ["oud_medewerker", "andere_volwassene", "stagiair", "anders_verbonden"]


TALKS = {
    **dict.fromkeys(EMPLOYEES, "gesprek_medewerker"),
    "leerling": "gesprek_leerling",
    "ouder": "gesprek_ouder",
    **dict.fromkeys(OTHERS, "gesprek_volwassene"),
}


JUDGED = {
    **dict.fromkeys(EMPLOYEES, ("oordeel_medewerker", "maatregel_medewerker", "dossier_medewerker")),
    "leerling": ("oordeel_leerling", "maatregel_leerling_nemen", "dossier_leerling"),
    "ouder": ("oordeel_ouder", "maatregel_ouder_nemen", "dossier_ouder"),
}


STAFF_MEASURES = ["waarschuwing", "schorsing", "berisping", "ontslag", "ontslag_staande_voet"]


PUPIL_MEASURES = ["waarschuwing", "schorsing", "verwijdering"]


APPROVALS = ["akkoord", "akkoord_mits"]


SOMEBODY = ["leerlingen", "collegas", "ouders", "anderen"]


# fmt: off
KEPT = [
    "LEN-1", "LEN-GOV", "LEN-2c", "LEN-3a", "LEN-3b", "LEN-4a1", "LEN-4a2", "LEN-4a3", "LEN-4b3", "LEN-4b4", "LEN-4c",
    "LEN-4e1", "LEN-4e2", "LEN-4f2", "LEN-4f3", "LEN-5.1a", "LEN-5.1d", "LEN-5.1g", "LEN-5.1i", "LEN-5.1j",
    "LEN-5.2b1", "LEN-5.2b2", "LEN-5.2c", "LEN-5.2d", "LEN-5.2e", "LEN-5.2f", "LEN-5.2g", "LEN-5.2h", "LEN-5.2i",
    "LEN-6a1", "LEN-6a2", "LEN-6b", "LEN-6c", "LEN-6d", "LEN-6e1", "LEN-6e2", "LEN-6e3", "LEN-7a1", "LEN-7a2",
    "LEN-7b", "LEN-7c", "LEN-7d", "LEN-7e",
]


PUBLISHING = [
    "LEN-1", "LEN-2a", "LEN-2c", "LEN-2d", "LEN-2e", "LEN-4a1", "LEN-4d", "LEN-4e1", "LEN-5.1c", "LEN-5.1e", "LEN-5.1f",
    "LEN-5.1g", "LEN-5.1h", "LEN-5.1k", "LEN-5.2a", "LEN-5.2c", "LEN-5.2e", "LEN-5.2f", "LEN-5.2g",
]


MOMENTS = [
    *((rule, "publicatie", {}) for rule in PUBLISHING),
    ("LEN-2b", "ontsporing", {}),
    ("LEN-2b", "ontsporing.strategie", {}),
    ("LEN-2d", "ontsporing", {}),
    ("LEN-2f", "ontsporing.slachtoffer_spreken", {}),
    ("LEN-2f", "ontsporing.nazorg", {}),
    ("LEN-4a2", "publicatie.beoordelen", {"hoedanigheid": "namens"}),
    ("LEN-4a3", "ontsporing.ontvangst", {}),
    ("LEN-4a3", "ontsporing.strategie", {}),
    ("LEN-4b1", "publicatie", {"plek": "groepsapp"}),
    ("LEN-4b1", "publicatie.ontvangst", {"plek": "groepsapp"}),
    ("LEN-4b1", "publicatie.beoordelen", {"plek": "groepsapp"}),
    ("LEN-4b2", "publicatie", {"plek": "groepsapp"}),
    ("LEN-4b2", "publicatie.ontvangst", {"plek": "groepsapp"}),
    ("LEN-4b2", "publicatie.beoordelen", {"plek": "groepsapp"}),
    ("LEN-4d", "publicatie.beoordelen", {}),
    ("LEN-4f1", "publicatie", {"plek": "eigen_kanaal"}),
    ("LEN-4f1", "publicatie.beoordelen", {"plek": "eigen_kanaal"}),
    ("LEN-4f1", "publicatie.ontvangst", {"plek": "eigen_kanaal"}),
    ("LEN-5.1b", "ontsporing.strategie", {}),
    ("LEN-5.1b", "ontsporing.oordeel_medewerker", {}),
    ("LEN-5.1b", "ontsporing.oordeel_leerling", {}),
    ("LEN-5.1h", "publicatie.ontvangst", {}),
    ("LEN-5.1h", "publicatie.plaatsing", {}),
    ("LEN-5.2b1", "pers", {}),
    ("LEN-5.2b1", "pers.ontvangst", {}),
    ("LEN-5.2b2", "pers", {}),
    ("LEN-5.2b2", "pers.ontvangst", {}),
    ("LEN-6a1", "ontsporing.oordeel_medewerker", {}),
    ("LEN-6a2", "ontsporing.dossier_medewerker", {}),
    ("LEN-6b", "ontsporing.kwalificatie", {}),
    ("LEN-6c", "ontsporing.maatregel_medewerker", {}),
    ("LEN-6d", "ontsporing.strafbaar_beoordelen", {}),
    ("LEN-6e1", "controle", {}),
    ("LEN-6e2", "controle", {}),
    ("LEN-6e2", "controle.acties_bepalen", {}),
    ("LEN-6e3", "controle.machtigen", {}),
    ("LEN-6e3", "controle.geheimhouding", {}),
    ("LEN-7a1", "ontsporing.oordeel_leerling", {}),
    ("LEN-7a1", "ontsporing.oordeel_ouder", {}),
    ("LEN-7a2", "ontsporing.dossier_leerling", {}),
    ("LEN-7a2", "ontsporing.dossier_ouder", {}),
    ("LEN-7b", "ontsporing.maatregel_leerling_nemen", {}),
    ("LEN-7b", "ontsporing.maatregel_ouder_nemen", {}),
    ("LEN-7c", "ontsporing.strafbaar_beoordelen", {}),
    ("LEN-7d", "ontsporing.nazorg", {}),
    ("LEN-7e", "controle", {}),
]


NATURES = [
    ("LEN-5.1a", ["op_naam_school"]),
    ("LEN-5.1d", ["beeld", "klasbeeld", "geheim"]),
    ("LEN-5.1i", ["seksueel", "discriminatie", "grof", "hacken", "doorgeven", "rechten", "verzonnen", "stalken"]),
    ("LEN-5.1j", ["pesten", "stalken", "bedreigen", "zwartmaken"]),
    ("LEN-5.2h", ["vrienden"]),
    ("LEN-5.2i", ["prive"]),
]


def cast() -> Circle:
    pr = person("pr", "pr", leidinggevende="directie")
    return school(pr, person("ict"), person("beveiliging"), person("ict_nieuw"))


def reported(**facts: Any) -> Play:
    return Play(protocol=protocol_of("lentiz"), circle=cast(), **facts)


def asked_to_publish(**facts: Any) -> Play:
    given = {"plek": "eigen_account", "hoedanigheid": "persoonlijk", "personen": ("niemand",), "toestemming": "nvt"}
    return Play("publicatie", protocol=protocol_of("lentiz"), circle=cast(), **(given | facts))


def pressed(melder: str = "melder", **facts: Any) -> Play:
    return Play("pers", protocol=protocol_of("lentiz"), circle=cast(), melder=melder, **facts)


def controlled(doelgroep: str = "leerling", **facts: Any) -> Play:
    return Play(
        "controle", protocol=protocol_of("lentiz"), circle=cast(), melder="directie", doelgroep=doelgroep, **facts
    )


def no_crime(play: Play) -> None:
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="nee")


def not_qualified(play: Play) -> None:
    if "kwalificatie" in play.open():
        play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")


def judged(poster: str, judgement: str = "in_strijd") -> Play:
    """Return a case in which this poster was spoken to and judged, with nothing else left to do."""
    play = reported()
    play.to_directie(poster)
    no_crime(play)
    not_qualified(play)
    play.finish(TALKS[poster], "hersteld")
    play.finish(JUDGED[poster][0], judgement)
    return play


def by_person(play: Play, task: str, who: str, outcome: str, **given: Value) -> Decision:
    """End the round of a task that stands open for this very person."""
    found = next(one for one in play.case.open_rounds() if one.task == task and one.person == who)
    return play.do(play.finishing(task, outcome, by=who, number=found.number, **given))


def people_in(play: Play, task: str) -> set[str]:
    return {one.person for one in play.case.open_rounds() if one.task == task}


def remark(key: str, **facts: Value) -> bool:
    return holds(facts, protocol_of("lentiz").kinds["publicatie"].remarks[key].when)


def permitted(doelgroep: str = "leerling") -> Play:
    play = controlled(doelgroep)
    play.finish("besluit_controle", "toegestaan")
    return play


def authorised(*people: str) -> Play:
    play = permitted()
    play.finish("acties_bepalen", "bepaald")
    play.finish("machtigen", "gemachtigd", gemachtigden=people)
    return play
