"""What the tests of Udens share: its reports, its questions and what it asks beside them."""

from typing import Any

import pytest

from tests.workflows.engine.cast import Play, person, protocol_of, school

GROUNDS = ("dreiging", "seksuele_intimidatie", "beschuldiging")


DIRECTORS = [
    "Directeur-bestuurder",
    "sectordirectie",
    "Sectordirecteur vmbo",
    "Sectordirectrice havo/vwo",
    "Lid sectordirectie",
    "Lid van de sectordirectie",
    "Directeur bedrijfsvoering",
    "Afdelingsdirecteur onderbouw",
    "Afdelingsdirectrice bovenbouw",
]


MEASURES = {
    "medewerker": ("gesprek_medewerker", "maatregel_medewerker"),
    "ikzelf": ("gesprek_medewerker", "maatregel_medewerker"),
    "leerling": ("gesprek_leerling", "maatregel_leerling_nemen"),
    "ouder": ("gesprek_ouder", "maatregel_ouder_nemen"),
}


TALKS = {poster: talk for poster, (talk, _) in MEASURES.items()} | {
    "oud_medewerker": "gesprek_volwassene",
    "andere_volwassene": "gesprek_volwassene",
}


# fmt: off
MOMENTS = {
    "UDE-I": {"publicatie"},
    "UDE-R1": {"publicatie"},
    "UDE-R4": {"ontsporing.ontvangst", "publicatie.ontvangst"},
    "UDE-R5a": {"publicatie", "publicatie.beoordelen"},
    "UDE-R5b": {"publicatie"},
    "UDE-R6": {"publicatie", "publicatie.plaatsing"},
    "UDE-R7": {"publicatie", "publicatie.plaatsing"},
    "UDE-R9": {"ontsporing.ontvangst", "ontsporing.slachtoffer_begeleiden"},
    "UDE-G1": {"publicatie", "ontsporing.gesprek_medewerker"},
    "UDE-A1": {"publicatie", "publicatie.plaatsing"},
    "UDE-A3": {"publicatie.plaatsing"},
    "UDE-A6": {"publicatie", "publicatie.beoordelen"},
}


ABSENT = [
    "vertrouwensinspecteur", "kwalificatie", "oordeel_medewerker", "oordeel_leerling", "oordeel_ouder",
    "dossier_medewerker", "dossier_leerling", "dossier_ouder", "strafbaar_beoordelen", "politie",
    "politie_bevestigen", "nazorg",
]


def reported(**facts: Any) -> Play:
    return Play(protocol=protocol_of("udens"), **facts)


def asked_to_publish(functie: str = "Docent", *roles: str, **facts: Any) -> Play:
    circle = school(person("melder", *roles, leidinggevende="leidinggevende", functie=functie))
    return Play("publicatie", protocol=protocol_of("udens"), circle=circle, **facts)


def blank(*keys: str) -> dict[str, Any]:
    return dict.fromkeys(keys, "")


def no_grounds(play: Play) -> None:
    play.finish("politiegronden", "vastgelegd", **dict.fromkeys(GROUNDS, "nee"))


def guided(play: Play) -> None:
    play.finish("slachtoffer_begeleiden", "begeleid")


def with_parents(play: Play) -> None:
    for task in {"ouders_inschakelen", "ouders_slachtoffer"} & play.open():
        play.finish(task, "ingeschakeld")


POLICE = [
    pytest.param(fact, task, confirming, marks=pytest.mark.rule(rule))
    for fact, task, confirming, rule in (
        ("dreiging", "politie_dreiging", "dreiging_bevestigen", "UDE-G4a"),
        ("seksuele_intimidatie", "politie_intimidatie", "intimidatie_bevestigen", "UDE-G4b"),
        ("beschuldiging", "politie_beschuldiging", "beschuldiging_bevestigen", "UDE-G4c"),
    )
]
