"""Lentiz onderwijsgroep: every rule of its document kept by the protocol, and each branch walked to its end."""

from typing import Any

import pytest

from tests.workflows.engine.cast import checked_with_the_law, protocol_of
from tests.workflows.engine.lentiz import (
    EMPLOYEES,
    JUDGED,
    KEPT,
    MOMENTS,
    NATURES,
    OTHERS,
    PUPIL_MEASURES,
    STAFF_MEASURES,
    SUNDAY_NIGHT,
    TALKS,
    judged,
    no_crime,
    not_qualified,
    reported,
)
from workflows.engine.check import check
from workflows.engine.conditions import holds
from workflows.engine.errors import IncompleteError, NotAllowedError
from workflows.engine.wording import cites_of


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
