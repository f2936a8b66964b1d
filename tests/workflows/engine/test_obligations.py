"""What a school's own rules demand stands in the way of the end: each task is reached by playing, and is a must."""

from typing import Any

import pytest

from tests.workflows.engine.cast import Play, person, protocol_of, school

NAMED = "strategie naar_directie, plaatser_benoemen benoemd plaatser={}"
EMPLOYEE, PUPIL, PARENT = NAMED.format("medewerker"), NAMED.format("leerling"), NAMED.format("ouder")
CRIME = ", strafbaar_beoordelen vastgelegd strafbaar=ja"
ESCALATED = f"{EMPLOYEE}, gesprek_medewerker inadequaat, overleg_bestuur besproken"
PARENTS = f"{PUPIL}, ouders_uitnodigen uitgenodigd"
DENIED = f"{PARENTS}, gesprek_ouders ontkennen, mededeling_gedragsprotocol meegedeeld"
AUTHORISED = "besluit_controle toegestaan, acties_bepalen bepaald, machtigen gemachtigd, geheimhouding bevestigd"
# The rules, the school, the kind, what was done before, and the task that is then a must.
# fmt: off
OBLIGATIONS = [
    ("CVO-B2", "cvo-nwf", "ontsporing", "", "strategie"),
    ("CVO-D1", "cvo-nwf", "ontsporing", "strategie naar_directie", "plaatser_benoemen"),
    ("CVO-S1", "cvo-nwf", "ontsporing", f"{EMPLOYEE}, gesprek_medewerker hersteld", "oordeel_medewerker"),
    ("CVO-S2", "cvo-nwf", "ontsporing", EMPLOYEE, "kwalificatie"),
    ("CVO-S4", "cvo-nwf", "ontsporing", f"{PUPIL}, gesprek_leerling hersteld", "oordeel_leerling"),
    ("CVO-S4", "cvo-nwf", "ontsporing", f"{PARENT}, gesprek_ouder hersteld", "oordeel_ouder"),
    ("CVO-B3", "cvo-nwf", "publicatie", "", "beoordelen"),
    ("LAU-A9 LAU-B3", "laurens", "ontsporing", "", "strategie"),
    ("LAU-D1", "laurens", "ontsporing", "strategie naar_directie", "plaatser_benoemen"),
    ("LAU-S1 LAU-S2", "laurens", "ontsporing", f"{EMPLOYEE}, gesprek_medewerker hersteld", "oordeel_medewerker"),
    ("LAU-S3a LAU-S3b", "laurens", "ontsporing", EMPLOYEE, "kwalificatie"),
    ("LAU-S5", "laurens", "ontsporing", f"{PUPIL}, gesprek_leerling hersteld", "oordeel_leerling"),
    ("LAU-S5", "laurens", "ontsporing", f"{PARENT}, gesprek_ouder hersteld", "oordeel_ouder"),
    ("LAU-B4", "laurens", "publicatie", "", "beoordelen"),
    ("LEN-5.2d", "lentiz", "ontsporing", "", "strategie"),
    ("LEN-3a LEN-5.1g", "lentiz", "ontsporing", "strategie naar_directie", "plaatser_benoemen"),
    ("LEN-3a", "lentiz", "ontsporing", NAMED.format("stagiair"), "gesprek_volwassene"),
    ("LEN-6a1", "lentiz", "ontsporing", f"{EMPLOYEE}, gesprek_medewerker hersteld", "oordeel_medewerker"),
    ("LEN-7a1", "lentiz", "ontsporing", f"{PUPIL}, gesprek_leerling hersteld", "oordeel_leerling"),
    ("LEN-7a1", "lentiz", "ontsporing", f"{PARENT}, gesprek_ouder hersteld", "oordeel_ouder"),
    ("LEN-7d", "lentiz", "ontsporing", PUPIL, "gesprek_leerling"),
    ("LEN-7d", "lentiz", "ontsporing", PARENT, "gesprek_ouder"),
    ("LEN-6d LEN-7c", "lentiz", "ontsporing", EMPLOYEE, "strafbaar_beoordelen"),
    ("LEN-6d LEN-7c", "lentiz", "ontsporing", f"{PUPIL}{CRIME}, politie niet_mogelijk", "politie_bevestigen"),
    ("LEN-4a1 LEN-5.2e", "lentiz", "publicatie", "", "beoordelen"),
    ("LEN-6e1 LEN-6e3 LEN-7e", "lentiz", "controle", AUTHORISED, "controle_uitvoeren"),
    ("LEN-6e2 LEN-7e", "lentiz", "controle", f"{AUTHORISED}, controle_uitvoeren uitgevoerd", "controle_rapporteren"),
    ("SCA-B5 SCA-A10 SCA-B4b SCA-C3", "scala", "ontsporing", "", "strategie"),
    ("SCA-F0c SCA-F2e", "scala", "ontsporing", "strategie naar_directie", "plaatser_benoemen"),
    ("SCA-F1.1", "scala", "ontsporing", EMPLOYEE, "gesprek_medewerker"),
    ("SCA-S3", "scala", "ontsporing", EMPLOYEE, "kwalificatie"),
    ("SCA-S4 SCA-F1.4", "scala", "ontsporing", ESCALATED, "maatregel_inadequaat"),
    ("SCA-F1.7", "scala", "ontsporing", ESCALATED, "statement_medewerker"),
    (
        "SCA-S2 SCA-F1.8", "scala", "ontsporing",
        f"{ESCALATED}, statement_medewerker niet_geplaatst, maatregel_inadequaat geen", "dossier_medewerker_directie",
    ),
    ("SCA-F2k.1", "scala", "ontsporing", f"{PUPIL}, leerkracht_aanwijzen aangewezen", "gesprek_kind"),
    (
        "SCA-S5 SCA-F2k.5", "scala", "ontsporing",
        f"{PUPIL}, leerkracht_aanwijzen aangewezen, gesprek_kind erkent", "dossier_kind",
    ),
    ("SCA-F2k.2", "scala", "ontsporing", PARENTS, "gesprek_ouders"),
    ("SCA-F2k.6", "scala", "ontsporing", f"{PARENTS}, gesprek_ouders herkennen", "oplossing_ouders"),
    ("SCA-F2k.7", "scala", "ontsporing", f"{PARENTS}, gesprek_ouders ontkennen", "mededeling_gedragsprotocol"),
    ("SCA-F2k.8", "scala", "ontsporing", DENIED, "statement_kind"),
    ("SCA-F2k.8", "scala", "ontsporing", f"{DENIED}, statement_kind vragen", "statement_kind_toestemming"),
    (
        "SCA-F2k.8", "scala", "ontsporing",
        f"{DENIED}, statement_kind vragen, statement_kind_toestemming akkoord", "statement_kind_plaatsen",
    ),
    ("SCA-S7", "scala", "ontsporing", EMPLOYEE, "strafbaar_beoordelen"),
    ("UDE-R8", "udens", "ontsporing", "", "strategie"),
    ("UDE-G3", "udens", "ontsporing", "strategie naar_directie", "plaatser_benoemen"),
    ("UDE-0", "udens", "ontsporing", "zedenvermoeden=ja", "zeden_inspecteur"),
    ("UDE-R8", "udens", "publicatie", "", "beoordelen"),
]
# fmt: on


def played(name: str, kind: str, before: str) -> Play:
    """Return a case of which these steps are done: a fact of the start, or a task, its outcome and its answers."""
    steps = [step.split() for step in before.split(", ") if step]
    given: dict[str, Any] = dict(word.split("=") for step in steps if "=" in step[0] for word in step)
    melder = "directie" if kind == "controle" else "melder"
    circle = school(person("pr", "pr", leidinggevende="directie"))
    play = Play(kind, protocol=protocol_of(name), circle=circle, melder=melder, **given)
    for task, outcome, *answers in (step for step in steps if "=" not in step[0]):
        play.finish(task, outcome, **dict(answer.split("=") for answer in answers))
    return play


@pytest.mark.parametrize(
    "name, kind, before, task",
    [
        pytest.param(*rest, id=f"{rules} {rest[-1]}", marks=[pytest.mark.rule(rule) for rule in rules.split()])
        for rules, *rest in OBLIGATIONS
    ],
)
def test_a_case_cannot_end_before_what_a_rule_demands_is_done(name: str, kind: str, before: str, task: str) -> None:
    play = played(name, kind, before)
    assert task in play.musts()
    assert "afsluiten" not in play.open()
