"""Lentiz onderwijsgroep: every rule of its document kept by the protocol, and each branch walked to its end."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.workflows.engine.cast import Play, checked_with_the_law, person, protocol_of, school
from workflows.engine.case import Value
from workflows.engine.check import check
from workflows.engine.conditions import holds
from workflows.engine.decide import Decision
from workflows.engine.errors import BarredError, IncompleteError, NotAllowedError, StaleActionError
from workflows.engine.person import Circle
from workflows.engine.personal_data import words_in
from workflows.engine.wording import cites_of

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
# fmt: on


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


# The document and its rules


@pytest.mark.rule("LEN-GOV")
def test_the_header_tells_who_consented_when_and_what_it_replaces() -> None:
    protocol = protocol_of("lentiz")
    assert protocol.version == "2019-06-18"
    for word in ("instemming", "Platform Medezeggenschap", "18 juni 2019", "september 2014"):
        assert word in protocol.adopted


def test_lentiz_is_sound_can_always_be_closed_and_weakens_no_law() -> None:
    found = checked_with_the_law("lentiz")
    assert found.problems == ()
    assert set(found.tracks) == {"ontsporing", "publicatie", "pers", "controle"}


@pytest.mark.parametrize("rule", KEPT)
def test_every_rule_that_software_keeps_is_cited_by_what_keeps_it(rule: str) -> None:
    assert [key for key, cites in cites_of(protocol_of("lentiz")) if rule in cites]


def test_every_task_of_a_report_stands_on_a_rule() -> None:
    general = protocol_of("common").kinds["ontsporing"].tasks
    tasks = protocol_of("lentiz").kinds["ontsporing"].tasks.items()
    assert [key for key, task in tasks if not task.cite and key not in general] == []


@pytest.mark.parametrize(
    "rule, moment, facts",
    [pytest.param(*one, id=f"{one[0]} at {one[1]}", marks=pytest.mark.rule(one[0])) for one in MOMENTS],
)
def test_people_read_a_rule_at_the_moment_it_is_about(rule: str, moment: str, facts: dict[str, str]) -> None:
    article = protocol_of("lentiz").articles[rule]
    assert moment in article.shown
    assert holds(facts, article.when)


@pytest.mark.parametrize(
    "rule, elsewhere",
    [
        pytest.param("LEN-4b1", "schoolaccount", marks=pytest.mark.rule("LEN-4b1")),
        pytest.param("LEN-4b2", "eigen_account", marks=pytest.mark.rule("LEN-4b2")),
        pytest.param("LEN-4f1", "groepsapp", marks=pytest.mark.rule("LEN-4f1")),
    ],
)
def test_a_rule_about_one_place_is_not_read_at_another(rule: str, elsewhere: str) -> None:
    assert not holds({"plek": elsewhere}, protocol_of("lentiz").articles[rule].when)


@pytest.mark.rule("LEN-4a2")
def test_what_the_school_needs_for_its_own_account_is_not_read_with_a_private_text() -> None:
    when = protocol_of("lentiz").articles["LEN-4a2"].when
    assert holds({"hoedanigheid": "namens"}, when)
    assert not holds({"hoedanigheid": "persoonlijk"}, when)


@pytest.mark.rule("LEN-4c")
def test_who_deviates_in_a_shared_building_must_give_a_reason() -> None:
    lentiz = protocol_of("lentiz")
    small = {"kinds": {"pers": lentiz.kinds["pers"]}}  # the rule is about the file, not about its tasks
    shared = lentiz.model_copy(update=small | {"protocol": "samen-in-een-gebouw"})
    reasoned = shared.model_copy(update={"override_reason": "Besproken met de andere scholen in het gebouw."})
    found = [
        {problem.key for problem in check(one).problems} for one in (lentiz.model_copy(update=small), shared, reasoned)
    ]
    assert ["override_reason" in keys for keys in found] == [False, True, False]


# Reporting


@pytest.mark.rule("LEN-5.2d")
def test_a_conversation_that_derails_goes_to_the_own_leidinggevende_at_once() -> None:
    play = reported()
    assert play.asked_of("strategie") == {"leidinggevende"}
    assert play.kind.tasks["strategie"].due == "direct"
    play.finish("strategie", "naar_directie")
    assert play.case.owner == "directie"


@pytest.mark.rule("LEN-3c")
def test_a_report_on_sunday_night_still_asks_the_leidinggevende_at_once() -> None:
    play = reported(now=SUNDAY_NIGHT)
    assert play.last.asked == {"leidinggevende": (("strategie", 1),)}
    assert play.round("strategie").opened_at == SUNDAY_NIGHT


@pytest.mark.rule("LEN-3b")
def test_an_app_that_is_not_on_the_list_can_be_named() -> None:
    protocol = protocol_of("lentiz")
    assert {"platform", "platform_anders"} <= set(protocol.kinds["ontsporing"].more)
    assert "anders" in protocol.facts["platform"].of
    assert protocol.fields["platform_anders"].type == "text"
    assert protocol.fields["platform_anders"].required is False


@pytest.mark.rule("LEN-3a")
@pytest.mark.parametrize("poster", TALKS)
def test_everybody_who_belongs_to_lentiz_can_be_named_and_is_spoken_to(poster: str) -> None:
    play = reported()
    assert poster in play.protocol.facts["plaatser"].of
    play.to_directie(poster)
    assert {one for one in play.open() if one.startswith("gesprek")} == {TALKS[poster]}


@pytest.mark.rule("LEN-3a")
@pytest.mark.parametrize("poster", ["stagiair", "anders_verbonden"])
def test_an_intern_or_somebody_connected_otherwise_has_no_dossier_and_no_measure(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    no_crime(play)
    play.finish("gesprek_volwassene", "niet_hersteld")
    assert not {"kwalificatie", "vertrouwensinspecteur"} & play.open()
    assert [one for one in play.open() if one.startswith(("dossier", "maatregel", "oordeel"))] == []
    play.close()


@pytest.mark.rule("LEN-3a")
@pytest.mark.parametrize("found", ["gevonden", "gestopt"])
def test_an_unknown_poster_is_looked_for_until_found_or_stopped_with_a_reason(found: str) -> None:
    play = reported()
    play.to_directie("onbekend")
    no_crime(play)
    play.finish("plaatser_zoeken", "nog_niet", herzien_op="2026-12-08")
    assert play.musts() == {"plaatser_zoeken"}
    if found == "gevonden":
        play.finish("plaatser_zoeken", found, plaatser="anders_verbonden", rol_plaatser="doorgestuurd")
        play.finish("gesprek_volwassene", "hersteld")
    else:
        play.finish("plaatser_zoeken", found)
    play.close()


@pytest.mark.rule("LEN-5.1g")
def test_who_only_forwarded_is_told_apart_and_answers_for_it_all_the_same() -> None:
    play = reported()
    assert "rol_plaatser" in play.kind.more
    play.finish("strategie", "naar_directie")
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("plaatser_benoemen", "benoemd", plaatser="medewerker", rol_plaatser=""))
    assert set(refused.value.fields) == {"rol_plaatser"}
    play.finish("plaatser_benoemen", "benoemd", plaatser="medewerker", rol_plaatser="doorgestuurd")
    assert "gesprek_medewerker" in play.musts()


@pytest.mark.parametrize(
    "rule, natures", [pytest.param(*one, id=one[0], marks=pytest.mark.rule(one[0])) for one in NATURES]
)
def test_what_the_document_forbids_can_be_named_in_a_report(rule: str, natures: list[str]) -> None:
    play = reported(aard=tuple(natures))
    assert rule in play.protocol.articles
    assert "aard" in play.kind.more
    assert play.case.facts["aard"].values == tuple(natures)


@pytest.mark.rule("LEN-4a3")
@pytest.mark.parametrize("answer", ["beantwoord", "geen_antwoord"])
def test_only_pr_answers_somebody_from_outside(answer: str) -> None:
    play = reported(derde_partij="ja")
    assert "derde_partij" in play.kind.more
    assert play.asked_of("reactie_pr") == {"pr"}
    assert "reactie_pr" in play.musts()
    with pytest.raises(NotAllowedError):
        play.finish("reactie_pr", answer, by="melder")
    play.finish("strategie", "zelf_oplossen")
    assert "afsluiten" not in play.open()
    play.finish("reactie_pr", answer)
    play.close()


@pytest.mark.rule("LEN-4a3")
@pytest.mark.parametrize("outside", ["nee", "weet_niet"])
def test_pr_is_not_asked_until_somebody_from_outside_makes_contact(outside: str) -> None:
    play = reported(derde_partij=outside)
    assert "reactie_pr" not in play.open()
    play.finish("strategie", "naar_directie")
    play.correct(derde_partij="ja")
    assert play.asked_of("reactie_pr") == {"pr"}


# Chapters 6 and 7


@pytest.mark.parametrize("judgement", ["in_strijd", "niet_in_strijd", "niet_mogelijk"])
@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld", "niet_mogelijk"])
@pytest.mark.parametrize("poster", JUDGED)
def test_every_branch_with_a_judgement_is_walked_to_its_end(poster: str, reaction: str, judgement: str) -> None:
    judging, measure, dossier = JUDGED[poster]
    play = reported()
    play.to_directie(poster)
    play.lift()
    not_qualified(play)
    assert play.musts() == {TALKS[poster]}
    play.finish(TALKS[poster], reaction)
    play.finish(judging, judgement)
    assert ({measure, dossier} <= play.open()) is (judgement == "in_strijd")
    if judgement == "in_strijd":
        play.finish(measure, "niet")
        play.finish(dossier, "vastgelegd")
    play.close()


@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld", "niet_mogelijk"])
@pytest.mark.parametrize("poster", OTHERS)
def test_every_branch_without_a_judgement_is_walked_to_its_end(poster: str, reaction: str) -> None:
    play = reported()
    play.to_directie(poster)
    play.lift()
    play.finish("gesprek_volwassene", reaction)
    play.close()


@pytest.mark.parametrize("strategy", ["zelf_oplossen", "buiten_bereik"])
def test_what_does_not_go_to_the_directie_ends_with_the_leidinggevende(strategy: str) -> None:
    play = reported()
    play.finish("strategie", strategy)
    play.close()


@pytest.mark.rule("LEN-6a1")
def test_an_employee_is_only_possibly_to_blame_and_somebody_says_so_with_a_reason() -> None:
    play = reported()
    play.to_directie("medewerker")
    play.finish("gesprek_medewerker", "niet_hersteld")
    assert "mogelijk plichtsverzuim" in play.kind.tasks["oordeel_medewerker"].help
    with pytest.raises(IncompleteError):
        play.do(play.finishing("oordeel_medewerker", "in_strijd", motivering=""))


@pytest.mark.rule("LEN-7a1")
@pytest.mark.parametrize("poster", ["leerling", "ouder"])
def test_a_pupil_or_parent_is_only_possibly_to_blame_and_somebody_says_so_with_a_reason(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    play.finish(TALKS[poster], "niet_hersteld")
    judging = JUDGED[poster][0]
    assert "mogelijk verwijtbaar" in play.kind.tasks[judging].help
    with pytest.raises(IncompleteError):
        play.do(play.finishing(judging, "in_strijd", motivering=""))


@pytest.mark.parametrize(
    "poster, sort",
    [
        *(pytest.param(one, "personeel", marks=pytest.mark.rule("LEN-6a2")) for one in EMPLOYEES),
        *(pytest.param(one, "leerling", marks=pytest.mark.rule("LEN-7a2")) for one in ("leerling", "ouder")),
    ],
)
def test_all_correspondence_goes_into_the_dossier(poster: str, sort: str) -> None:
    rule = protocol_of("lentiz").dossiers[poster]
    judging, _, dossier = JUDGED[poster]
    assert (rule.type, dict(rule.when)) == (sort, {judging: ("in_strijd",)})
    play = judged(poster)
    assert play.musts() == {dossier}
    assert play.kind.tasks[dossier].does == f"dossier_{sort}"
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(dossier, "vastgelegd", correspondentie=""))
    assert set(refused.value.fields) == {"correspondentie"}
    play.finish(dossier, "vastgelegd", correspondentie="alles")
    play.close()


@pytest.mark.rule("LEN-6b")
@pytest.mark.parametrize("poster", EMPLOYEES)
def test_the_manager_hrm_must_phone_the_inspector_when_lentiz_calls_it_grensoverschrijdend(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    assert play.asked_of("kwalificatie") == {"directie"}
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("kwalificatie", "vastgelegd", grensoverschrijdend="", motivering=""))
    assert set(refused.value.fields) == {"grensoverschrijdend", "motivering"}
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="ja")
    assert play.asked_of("vertrouwensinspecteur") == {"hr"}
    assert "vertrouwensinspecteur" in play.musts()
    assert play.kind.tasks["vertrouwensinspecteur"].due == "direct"
    with pytest.raises(NotAllowedError):
        play.finish("vertrouwensinspecteur", "gebeld", by="directie")
    play.finish("vertrouwensinspecteur", "gebeld")


@pytest.mark.rule("LEN-6b")
def test_the_number_of_the_inspector_stands_beside_the_task() -> None:
    protocol = protocol_of("lentiz")
    assert protocol.kinds["ontsporing"].tasks["vertrouwensinspecteur"].calls == "vertrouwensinspecteur"
    assert protocol.contacts["vertrouwensinspecteur"].phone.replace(" ", "") == "09001113111"


@pytest.mark.rule("LEN-6b")
@pytest.mark.parametrize("poster", ["leerling", "ouder", *OTHERS])
def test_only_what_employees_wrote_is_qualified_for_the_inspector(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    assert not {"kwalificatie", "vertrouwensinspecteur"} & play.open()
    play.correct(plaatser="medewerker")
    assert "kwalificatie" in play.musts()


@pytest.mark.rule("LEN-5.1j")
@pytest.mark.rule("LEN-6c")
@pytest.mark.parametrize("measure", STAFF_MEASURES)
def test_the_directie_may_take_one_of_five_measures_against_an_employee(measure: str) -> None:
    play = judged("medewerker")
    assert list(play.protocol.fields["maatregel_medewerker"].of) == STAFF_MEASURES
    assert play.kind.tasks["maatregel_medewerker"].strength == "may"
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("maatregel_medewerker", "maatregel", maatregel_medewerker=""))
    assert set(refused.value.fields) == {"maatregel_medewerker"}
    play.finish("maatregel_medewerker", "maatregel", maatregel_medewerker=measure)
    play.finish("dossier_medewerker", "vastgelegd")
    play.close()


@pytest.mark.rule("LEN-5.1j")
@pytest.mark.rule("LEN-7b")
@pytest.mark.parametrize("measure", PUPIL_MEASURES)
@pytest.mark.parametrize("poster", ["leerling", "ouder"])
def test_the_directie_may_take_one_of_three_measures_for_a_pupil_or_parent(poster: str, measure: str) -> None:
    play = judged(poster)
    _, task, dossier = JUDGED[poster]
    asked = f"maatregel_{poster}"
    chosen: dict[str, Any] = {asked: ()}
    assert list(play.protocol.question(asked).of) == PUPIL_MEASURES
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(task, "maatregel", **chosen))
    assert set(refused.value.fields) == {asked}
    chosen[asked] = (measure,)
    play.finish(task, "maatregel", **chosen)
    play.finish(dossier, "vastgelegd")
    play.close()


@pytest.mark.parametrize(
    "poster",
    [
        *(pytest.param(one, marks=pytest.mark.rule("LEN-6d")) for one in EMPLOYEES),
        *(pytest.param(one, marks=pytest.mark.rule("LEN-7c")) for one in ("leerling", "ouder")),
    ],
)
def test_what_may_be_a_crime_is_reported_to_the_police_or_the_board_agrees_that_it_was_not(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("strafbaar_beoordelen", "vastgelegd", strafbaar=""))
    assert set(refused.value.fields) == {"strafbaar"}
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="ja")
    assert "politie" in play.musts()
    assert set(play.kind.tasks["politie"].outcomes) == {"aangifte"}
    play.finish("politie", "niet_mogelijk")
    assert play.asked_of("politie_bevestigen") == {"bestuur"}
    play.finish("politie_bevestigen", "toch_doen")
    play.finish("politie", "aangifte")
    assert not {"politie", "politie_bevestigen"} & play.open()


@pytest.mark.rule("LEN-7d")
@pytest.mark.parametrize("poster", ["leerling", "ouder"])
def test_it_is_talked_about_and_put_right_where_possible(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(TALKS[poster], "hersteld", herstel=()))
    assert set(refused.value.fields) == {"herstel"}
    assert "nazorg" in play.open()
    play.finish("nazorg", "besproken")
    assert play.round("nazorg").answers == {"afspraken": "content-1"}


def test_what_other_schools_ask_and_lentiz_does_not_is_not_there() -> None:
    protocol = protocol_of("lentiz")
    tasks = protocol.kinds["ontsporing"].tasks
    assert tasks["niet_reageren"].strength == "may"
    own = set(tasks) - set(protocol_of("common").kinds["ontsporing"].tasks)
    assert [key for key in own if "statement" in key or "ouders" in key or "klacht" in key] == []
    assert set(protocol.kinds["publicatie"].inserts) == {"medewerker"}


# Publishing


@pytest.mark.rule("LEN-5.2e")
@pytest.mark.parametrize("capacity", ["persoonlijk", "weet_niet"])
def test_who_doubts_about_a_text_asks_the_own_leidinggevende(capacity: str) -> None:
    play = asked_to_publish(hoedanigheid=capacity)
    assert play.asked_of("beoordelen") == {"leidinggevende"}
    play.finish("beoordelen", "akkoord")
    play.finish("plaatsing", "geplaatst")
    play.close()


@pytest.mark.rule("LEN-4a1")
def test_a_text_on_behalf_of_the_school_goes_to_pr_to_its_end() -> None:
    play = asked_to_publish(plek="schoolaccount", hoedanigheid="namens")
    assert "account" in play.kind.more
    assert play.asked_of("beoordelen") == {"pr"}
    with pytest.raises(NotAllowedError):
        play.finish("beoordelen", "akkoord", by="leidinggevende")
    with pytest.raises(BarredError):
        play.finish("beoordelen", "naar_pr")
    play.finish("beoordelen", "akkoord")
    play.finish("plaatsing", "geplaatst")
    assert play.asked_of("afsluiten") == {"pr"}
    play.close()


@pytest.mark.rule("LEN-4a1")
@pytest.mark.parametrize("capacity", ["persoonlijk", "weet_niet"])
def test_an_account_of_the_school_is_never_used_for_oneself(capacity: str) -> None:
    with pytest.raises(IncompleteError) as refused:
        asked_to_publish(plek="schoolaccount", hoedanigheid=capacity)
    assert set(refused.value.fields) == {"hoedanigheid"}


@pytest.mark.rule("LEN-4a1")
def test_a_leidinggevende_who_sees_that_it_is_for_the_school_sends_it_on_to_pr() -> None:
    play = asked_to_publish(hoedanigheid="weet_niet")
    play.finish("beoordelen", "naar_pr")
    assert play.case.fact("hoedanigheid") == "namens"
    assert play.asked_of("beoordelen") == {"pr"}
    play.finish("beoordelen", "niet_publiceren")
    play.close()


@pytest.mark.rule("LEN-4a2")
def test_an_account_that_pr_does_not_know_is_pointed_out() -> None:
    protocol = protocol_of("lentiz")
    assert "bekend_bij_pr" in protocol.kinds["publicatie"].more
    assert protocol.facts["bekend_bij_pr"].required is False
    assert remark("onbekend_bij_pr", hoedanigheid="namens", bekend_bij_pr="nee")
    assert not remark("onbekend_bij_pr", hoedanigheid="namens", bekend_bij_pr="ja")
    assert not remark("onbekend_bij_pr", hoedanigheid="persoonlijk")


@pytest.mark.rule("LEN-4b3")
def test_a_group_app_asks_how_others_hear_it() -> None:
    protocol = protocol_of("lentiz")
    assert "niet_in_app" in protocol.kinds["publicatie"].more
    assert {"anders", "nog_niet"} <= set(protocol.fields["niet_in_app"].of)
    assert remark("groepsapp_bereik", plek="groepsapp")
    assert not remark("groepsapp_bereik", plek="eigen_account")


@pytest.mark.rule("LEN-4b4")
@pytest.mark.parametrize("approval", APPROVALS)
def test_no_picture_is_approved_for_a_group_app_until_it_is_taken_out(approval: str) -> None:
    play = asked_to_publish(plek="groepsapp", met_beeld="ja")
    with pytest.raises(BarredError) as refused:
        play.finish("beoordelen", approval)
    assert "foto" in refused.value.params["text"]
    play.finish("beoordelen", "aanpassen")
    play.finish("indienen", "ingediend", personen=("niemand",), toestemming="nvt", met_beeld="nee")
    play.finish("beoordelen", approval)
    assert "plaatsing" in play.open()


@pytest.mark.rule("LEN-4b4")
def test_a_picture_elsewhere_or_a_group_app_without_one_can_be_approved() -> None:
    assert set(protocol_of("lentiz").task("publicatie", "beoordelen").bars["groepsapp_beeld"].ends) == {*APPROVALS}
    for plek, met_beeld in (("groepsapp", "nee"), ("schoolapp", "ja")):
        play = asked_to_publish(plek=plek, met_beeld=met_beeld)
        play.finish("beoordelen", "akkoord")
        assert "plaatsing" in play.open()


@pytest.mark.rule("LEN-1")
@pytest.mark.rule("LEN-4e1")
@pytest.mark.parametrize("approval", APPROVALS)
@pytest.mark.parametrize("consent", ["deels", "nee", "weet_niet"])
def test_nothing_is_approved_without_explicit_written_consent(consent: str, approval: str) -> None:
    play = asked_to_publish(personen=("leerlingen",), toestemming=consent)
    assert "toestemming" in play.kind.intake
    assert "schriftelijke" in play.protocol.facts["toestemming"].label
    with pytest.raises(BarredError) as refused:
        play.finish("beoordelen", approval)
    assert {"uitdrukkelijk", "schrift"} <= set(refused.value.params["text"].replace(".", "").split())
    play.correct(by="leidinggevende", toestemming="ja")
    play.finish("beoordelen", approval)
    assert "plaatsing" in play.open()


@pytest.mark.rule("LEN-2c")
@pytest.mark.parametrize("somebody", SOMEBODY)
def test_a_text_in_which_somebody_is_recognisable_needs_consent(somebody: str) -> None:
    with pytest.raises(IncompleteError) as refused:
        asked_to_publish(personen=(somebody,), toestemming="nvt")
    assert set(refused.value.fields) == {"toestemming"}
    assert "personen" in protocol_of("lentiz").kinds["publicatie"].intake


@pytest.mark.rule("LEN-4e2")
def test_where_the_written_consent_is_kept_is_noted_and_the_form_is_not_sent() -> None:
    protocol = protocol_of("lentiz")
    assert "toestemming_waar" in protocol.kinds["publicatie"].more
    assert protocol.fields["toestemming_waar"].type == "text"


@pytest.mark.rule("LEN-5.1d")
@pytest.mark.rule("LEN-5.2c")
@pytest.mark.parametrize("somebody", SOMEBODY)
def test_data_of_others_in_a_private_post_are_pointed_out(somebody: str) -> None:
    assert remark("gegevens_van_anderen", hoedanigheid="persoonlijk", personen=(somebody,))
    assert not remark("gegevens_van_anderen", hoedanigheid="persoonlijk", personen=("niemand",))
    assert not remark("gegevens_van_anderen", hoedanigheid="namens", personen=(somebody,))


@pytest.mark.rule("LEN-4f2")
def test_personal_data_on_an_own_channel_are_pointed_out() -> None:
    assert remark("eigen_kanaal_gegevens", plek="eigen_kanaal", personen=("leerlingen",))
    assert not remark("eigen_kanaal_gegevens", plek="eigen_kanaal", personen=("niemand",))
    assert not remark("eigen_kanaal_gegevens", plek="schoolaccount", personen=("leerlingen",))


@pytest.mark.rule("LEN-4f3")
def test_the_name_of_lentiz_on_an_own_channel_is_pointed_out() -> None:
    found = protocol_of("lentiz").kinds["publicatie"].remarks["eigen_kanaal_naam"]
    assert list(words_in("Ik geef les bij LENTIZ.", found.words))
    assert not list(words_in("Een film over fotosynthese.", found.words))
    assert holds({"plek": "eigen_kanaal"}, found.when)
    assert not holds({"plek": "eigen_account"}, found.when)


@pytest.mark.rule("LEN-5.2g")
def test_who_discusses_the_school_in_private_says_to_be_an_employee() -> None:
    insert = protocol_of("lentiz").kinds["publicatie"].inserts["medewerker"]
    assert insert.must
    assert insert.text.casefold() == "medewerker van lentiz onderwijsgroep"
    assert holds({"hoedanigheid": "persoonlijk", "plek": "eigen_account"}, insert.when)
    assert not holds({"hoedanigheid": "namens", "plek": "schoolaccount"}, insert.when)


@pytest.mark.rule("LEN-4f3")
def test_the_button_with_the_name_is_not_offered_where_the_name_may_not_be_used() -> None:
    publicatie = protocol_of("lentiz").kinds["publicatie"]
    at_home = {"hoedanigheid": "persoonlijk", "plek": "eigen_kanaal"}
    assert not holds(at_home, publicatie.inserts["medewerker"].when)
    assert "discussie" in publicatie.remarks["eigen_kanaal_naam"].text


@pytest.mark.rule("LEN-5.2f")
def test_the_melder_checks_that_it_fits_the_mission() -> None:
    protocol = protocol_of("lentiz")
    assert "nagekeken" in protocol.kinds["publicatie"].more
    assert "missie" in protocol.fields["nagekeken"].of


# The press


@pytest.mark.rule("LEN-5.2b1")
@pytest.mark.rule("LEN-5.2b2")
def test_the_press_goes_to_the_directie_at_once_and_not_to_the_leidinggevende() -> None:
    play = pressed()
    assert play.kind.started_by == ("medewerker",)
    assert play.asked_of("persverzoek") == {"directie"}
    assert play.kind.tasks["persverzoek"].due == "direct"
    assert play.last.informed == {"pr"}
    assert play.open() == {"persverzoek"}
    with pytest.raises(NotAllowedError):
        play.finish("persverzoek", "te_woord", by="melder")


@pytest.mark.rule("LEN-5.2b2")
def test_a_director_whom_the_press_calls_asks_the_board() -> None:
    assert pressed("directie").asked_of("persverzoek") == {"bestuur"}


@pytest.mark.rule("LEN-5.2b1")
@pytest.mark.parametrize("spoke", ["gesproken", "niet_gesproken"])
def test_the_melder_speaks_with_the_press_only_after_leave(spoke: str) -> None:
    play = pressed()
    assert "gesproken" not in play.open()
    with pytest.raises(IncompleteError):
        play.do(play.finishing("persverzoek", "te_woord", afspraken=""))
    play.finish("persverzoek", "te_woord")
    assert play.asked_of("gesproken") == {"melder"}
    play.finish("gesproken", spoke)
    play.close()


@pytest.mark.rule("LEN-5.2b2")
def test_pr_answers_the_press_when_the_directie_says_so() -> None:
    play = pressed()
    play.finish("persverzoek", "pr_antwoordt")
    assert play.musts() == {"reactie_pers"}
    assert play.asked_of("reactie_pers") == {"pr"}
    play.finish("reactie_pers", "beantwoord")
    play.close()


@pytest.mark.parametrize(
    "answer, asked",
    [("directie_antwoordt", "afspraken"), ("geen_antwoord", "motivering"), ("niet_mogelijk", "motivering")],
)
def test_other_answers_to_the_press_end_without_the_melder(answer: str, asked: str) -> None:
    play = pressed()
    blank: dict[str, Any] = {asked: ""}
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("persverzoek", answer, **blank))
    assert set(refused.value.fields) == {asked}
    play.finish("persverzoek", answer)
    assert not {"gesproken", "reactie_pers"} & play.open()
    play.close()


# Control of personal data


def permitted(doelgroep: str = "leerling") -> Play:
    play = controlled(doelgroep)
    play.finish("besluit_controle", "toegestaan")
    return play


def authorised(*people: str) -> Play:
    play = permitted()
    play.finish("acties_bepalen", "bepaald")
    play.finish("machtigen", "gemachtigd", gemachtigden=people)
    return play


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("group", ["medewerker", "student", "leerling", "ouder"])
def test_nothing_is_controlled_of_anybody_before_the_board_decides(group: str) -> None:
    play = controlled(group)
    assert play.kind.confidential
    assert play.kind.started_by == ("directie",)
    assert "doelgroep" in play.kind.intake
    assert play.case.fact("doelgroep") == group
    assert play.open() == {"besluit_controle"}
    assert play.asked_of("besluit_controle") == {"bestuur"}
    with pytest.raises(NotAllowedError):
        play.finish("besluit_controle", "toegestaan", by="directie")
    with pytest.raises(IncompleteError):
        play.do(play.finishing("besluit_controle", "toegestaan", motivering=""))


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("decision", ["geweigerd", "niet_mogelijk"])
def test_what_the_board_refuses_is_not_controlled(decision: str) -> None:
    play = controlled()
    play.finish("besluit_controle", decision)
    assert play.musts() == set()
    play.close()


@pytest.mark.rule("LEN-6e2")
@pytest.mark.rule("LEN-7e")
def test_after_leave_the_directie_decides_on_actions_also_who_asked_for_it() -> None:
    play = permitted()
    assert play.musts() == {"acties_bepalen", "machtigen"}
    assert play.asked_of("acties_bepalen") == {"directie"}
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("acties_bepalen", "bepaald", acties=""))
    assert set(refused.value.fields) == {"acties"}
    play.finish("acties_bepalen", "bepaald")


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-6e2")
@pytest.mark.rule("LEN-6e3")
@pytest.mark.rule("LEN-7e")
def test_a_control_is_walked_from_authorisation_to_its_end_by_the_board() -> None:
    play = authorised("ict", "beveiliging")
    assert play.musts() == {"geheimhouding"}
    assert people_in(play, "geheimhouding") == {"ict", "beveiliging"}
    by_person(play, "geheimhouding", "ict", "bevestigd")
    assert "controle_uitvoeren" not in play.open()
    by_person(play, "geheimhouding", "beveiliging", "bevestigd")
    assert people_in(play, "controle_uitvoeren") == {"ict", "beveiliging"}
    by_person(play, "controle_uitvoeren", "ict", "uitgevoerd")
    assert "controle_rapporteren" not in play.open()
    by_person(play, "controle_uitvoeren", "beveiliging", "niet_mogelijk")
    assert play.asked_of("controle_rapporteren") == {"directie"}
    play.finish("controle_rapporteren", "gerapporteerd")
    assert play.asked_of("controle_beeindigen") == {"bestuur"}
    play.finish("controle_beeindigen", "beeindigd")
    play.close()


@pytest.mark.rule("LEN-6e3")
@pytest.mark.rule("LEN-7e")
def test_only_the_board_authorises_and_names_persons() -> None:
    play = permitted()
    assert play.asked_of("machtigen") == {"bestuur"}
    with pytest.raises(NotAllowedError):
        play.finish("machtigen", "gemachtigd", by="directie")
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("machtigen", "gemachtigd", gemachtigden=()))
    assert set(refused.value.fields) == {"gemachtigden"}


@pytest.mark.rule("LEN-6e3")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("refusal", ["weigert", "niet_mogelijk"])
def test_who_does_not_promise_secrecy_is_replaced_by_the_board(refusal: str) -> None:
    play = authorised("ict", "beveiliging")
    by_person(play, "geheimhouding", "ict", "bevestigd")
    by_person(play, "geheimhouding", "beveiliging", refusal)
    assert play.musts() == {"machtigen"}
    play.finish("machtigen", "gemachtigd", gemachtigden=("ict", "ict_nieuw"))
    assert people_in(play, "geheimhouding") == {"ict_nieuw"}
    with pytest.raises((NotAllowedError, StaleActionError)):
        play.do(play.finishing("geheimhouding", "bevestigd", by="beveiliging"))
    by_person(play, "geheimhouding", "ict_nieuw", "bevestigd")
    assert people_in(play, "controle_uitvoeren") == {"ict", "ict_nieuw"}


@pytest.mark.rule("LEN-6e2")
def test_nothing_is_carried_out_before_the_actions_are_decided() -> None:
    play = permitted()
    play.finish("machtigen", "gemachtigd", gemachtigden=("ict",))
    by_person(play, "geheimhouding", "ict", "bevestigd")
    assert play.musts() == {"acties_bepalen"}
    play.finish("acties_bepalen", "bepaald")
    assert people_in(play, "controle_uitvoeren") == {"ict"}


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("first", ["niemand", "niet_mogelijk"])
def test_when_nobody_is_authorised_the_board_ends_the_control(first: str) -> None:
    play = permitted()
    play.finish("machtigen", first)
    assert play.musts() == {"controle_beeindigen"}
    play.finish("controle_beeindigen", "beeindigd")
    play.close()


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("named", [False, True])
def test_when_the_directie_lets_it_go_the_board_ends_the_control(*, named: bool) -> None:
    play = permitted()
    if named:
        play.finish("machtigen", "gemachtigd", gemachtigden=("ict",))
    play.finish("acties_bepalen", "niet_mogelijk")
    assert play.musts() == {"controle_vervalt"}
    assert play.asked_of("controle_vervalt") == {"bestuur"}
    play.finish("controle_vervalt", "beeindigd")
    play.close()


def test_who_a_control_is_about_gets_no_part_in_it() -> None:
    play = controlled("medewerker", betrokkenen=("bestuur",))
    assert play.asked_of("besluit_controle") == {"toezicht"}
