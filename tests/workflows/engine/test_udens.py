"""Udens College: every rule of its document kept by the protocol, and each branch walked to its end."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.engine.cast import Play, checked_with_the_law, person, protocol_of, school
from workflows.engine.errors import IncompleteError, NotAllowedError, UnknownActionError
from workflows.protocol_files import dump

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
# fmt: on


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


@pytest.mark.parametrize("measure", ["maatregel", "niet"])
@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld", "niet_mogelijk"])
@pytest.mark.parametrize("poster", TALKS)
def test_every_branch_can_be_walked_to_its_end(poster: str, reaction: str, measure: str) -> None:
    play = reported()
    play.to_directie(poster)
    no_grounds(play)
    guided(play)
    with_parents(play)
    play.finish("slachtoffer_spreken", "overslaan")
    assert play.musts() == {TALKS[poster]}
    play.finish(TALKS[poster], reaction)
    if poster in MEASURES:
        play.finish(MEASURES[poster][1], measure)
    play.close()


def test_an_unknown_poster_is_looked_for_until_found_or_stopped_with_a_reason() -> None:
    play = reported()
    play.to_directie("onbekend")
    no_grounds(play)
    guided(play)
    assert play.musts() == {"plaatser_zoeken"}
    play.finish("plaatser_zoeken", "gestopt")
    play.close()


def test_what_has_nothing_to_do_with_the_school_ends_with_a_motivation() -> None:
    play = reported()
    play.finish("strategie", "buiten_bereik")
    play.close()


def test_what_the_leidinggevende_solves_alone_still_asks_about_pupils_victims_and_the_police() -> None:
    play = reported()
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("strategie", "zelf_oplossen", **blank(*GROUNDS, "leerling_betrokken")))
    assert set(refused.value.fields) == {*GROUNDS, "leerling_betrokken"}
    play.finish("strategie", "zelf_oplossen", leerling_betrokken="nee")
    assert play.musts() == {"slachtoffer_begeleiden"}
    play.finish("slachtoffer_begeleiden", "geen_slachtoffer")
    play.close()


def test_udens_can_always_be_closed_and_every_cite_exists() -> None:
    assert checked_with_the_law("udens").problems == ()


@pytest.mark.rule("UDE-GOV")
def test_the_header_says_who_adopted_the_protocol_and_what_it_belongs_to() -> None:
    protocol = protocol_of("udens")
    assert protocol.version == date(2012, 3, 19).isoformat()
    for words in ("MR op 7 maart 2012", "bestuur op 19 maart 2012", "schoolveiligheidsplan"):
        assert words in protocol.adopted
    assert (protocol.label("directie"), protocol.label("bestuur")) == ("schoolleiding", "directeur-bestuurder")


@pytest.mark.rule("UDE-0")
def test_only_the_fast_lane_of_the_law_phones_the_inspector() -> None:
    kinds = protocol_of("udens").kinds
    phoning = {key for kind in kinds.values() for key, task in kind.tasks.items() if task.calls}
    assert phoning == {"zeden_inspecteur"}
    play = reported(zedenvermoeden="ja")
    assert play.asked_of("zeden_inspecteur") == {"bestuur"}
    play = reported()
    play.to_directie("medewerker")
    assert not phoning & play.open()


@pytest.mark.rule("UDE-0")
def test_no_dossier_no_list_of_staff_sanctions_and_no_plichtsverzuim() -> None:
    protocol = protocol_of("udens")
    tasks = protocol.kinds["ontsporing"].tasks
    assert not {*ABSENT} & set(tasks)
    assert not [key for key, task in tasks.items() if task.does.startswith("dossier")]
    assert dict(protocol.dossiers) == {}
    assert not {"grensoverschrijdend", "strafbaar"} & set(protocol.facts)
    assert not any(protocol.fields[f"maatregel_{group}"].of for group in ("medewerker", "leerling", "ouder"))
    assert "plichtsverzuim" not in dump(protocol).lower()
    assert "0900" not in protocol.articles["UDE-0"].text


def test_what_other_schools_have_and_udens_has_not_is_absent() -> None:
    protocol = protocol_of("udens")
    assert set(protocol.kinds) == {"ontsporing", "publicatie"}
    assert protocol.task("ontsporing", "niet_reageren").strength == "may"
    assert "vrienden" not in protocol.facts["aard"].of
    assert not {"denk_na", "statementtekst"} & set(protocol.fields)
    assert "tussenantwoord" not in protocol.texts
    assert not [key for key in protocol.kinds["ontsporing"].tasks if "klacht" in key or "statement" in key]


@pytest.mark.parametrize(
    "rule, moments",
    [pytest.param(rule, moments, marks=pytest.mark.rule(rule)) for rule, moments in MOMENTS.items()],
)
def test_a_rule_is_read_at_the_moment_that_it_matters(rule: str, moments: set[str]) -> None:
    assert set(protocol_of("udens").articles[rule].shown) == moments


@pytest.mark.rule("UDE-R5a")
@pytest.mark.rule("UDE-R5b")
def test_only_who_represents_the_college_reads_the_rule_on_that() -> None:
    articles = protocol_of("udens").articles
    assert {rule for rule, article in articles.items() if article.when} == {"UDE-R5a", "UDE-R5b"}
    assert articles["UDE-R5a"].when == articles["UDE-R5b"].when == {"vertegenwoordiger": ("ja",)}


# What is asked before something is published.


@pytest.mark.rule("UDE-R2")
def test_a_writer_says_in_what_capacity_and_not_knowing_is_no_answer() -> None:
    protocol = protocol_of("udens")
    assert "hoedanigheid" in protocol.kinds["publicatie"].intake
    assert set(protocol.facts["hoedanigheid"].of) == {"persoonlijk", "namens"}
    assert protocol.facts["hoedanigheid"].required
    for capacity in ("persoonlijk", "namens"):
        assert asked_to_publish(hoedanigheid=capacity).case.fact("hoedanigheid") == capacity
    with pytest.raises(UnknownActionError):
        asked_to_publish(hoedanigheid="weet_niet")


@pytest.mark.rule("UDE-P")
@pytest.mark.rule("UDE-R2")
def test_a_standpoint_of_the_college_must_be_said_to_be_one() -> None:
    insert = protocol_of("udens").kinds["publicatie"].inserts["standpunt"]
    assert insert.must
    assert insert.when == {"hoedanigheid": ("namens",)}
    assert "standpunt van het Udens College" in insert.text


@pytest.mark.rule("UDE-R2")
def test_a_text_of_ones_own_must_be_said_to_be_personal() -> None:
    insert = protocol_of("udens").kinds["publicatie"].inserts["persoonlijk"]
    assert insert.must
    assert insert.when == {"hoedanigheid": ("persoonlijk",)}
    assert "persoonlijke titel" in insert.text


@pytest.mark.rule("UDE-A7")
def test_a_disclaimer_on_a_personal_text_may_be_added_and_is_never_missed() -> None:
    insert = protocol_of("udens").kinds["publicatie"].inserts["disclaimer"]
    assert insert.must is False
    assert insert.when == {"hoedanigheid": ("persoonlijk",)}
    assert "persoonlijke standpunt" in insert.text
    assert "Udens College" in insert.text


@pytest.mark.rule("UDE-R5a")
@pytest.mark.parametrize("functie", DIRECTORS)
def test_who_always_represents_the_college_cannot_write_personally(functie: str) -> None:
    with pytest.raises(IncompleteError) as refused:
        asked_to_publish(functie, hoedanigheid="persoonlijk", twijfel="nee")
    assert set(refused.value.fields) == {"hoedanigheid"}
    assert asked_to_publish(functie, hoedanigheid="namens", twijfel="nee").open() == {"beoordelen"}


@pytest.mark.rule("UDE-R5a")
@pytest.mark.parametrize("role", ["directie", "bestuur"])
def test_a_role_in_the_staff_file_tells_it_as_well_as_a_job_title(role: str) -> None:
    with pytest.raises(IncompleteError):
        asked_to_publish("Schoolleider", role, hoedanigheid="persoonlijk", twijfel="nee")


@pytest.mark.rule("UDE-R5b")
@pytest.mark.parametrize("functie", DIRECTORS)
def test_a_director_who_doubts_is_told_at_once_not_to_publish(functie: str) -> None:
    play = asked_to_publish(functie, hoedanigheid="namens", twijfel="ja")
    assert play.case.state == "closed"
    ended = play.round("beoordelen")
    assert (ended.outcome, ended.by) == ("niet_publiceren", "klok")
    assert ended.answers["artikel"] == "UDE-R5b"
    assert play.open() == set()
    assert asked_to_publish(functie, hoedanigheid="namens", twijfel="nee").case.state == "open"


@pytest.mark.rule("UDE-R5b")
@pytest.mark.parametrize("functie", ["Docent", "Assistent sectordirecteur", "Teamleider", ""])
def test_nobody_else_is_asked_whether_they_doubt(functie: str) -> None:
    with pytest.raises(UnknownActionError):
        asked_to_publish(functie, hoedanigheid="persoonlijk", twijfel="ja")
    play = asked_to_publish(functie, hoedanigheid="persoonlijk")
    assert play.case.fact("vertegenwoordiger") == "nee"
    assert play.asked_of("beoordelen") == {"leidinggevende"}


@pytest.mark.rule("UDE-R8")
def test_doubt_about_a_publication_goes_to_the_direct_leidinggevende() -> None:
    play = asked_to_publish(hoedanigheid="persoonlijk")
    assert play.asked_of("beoordelen") == {"leidinggevende"}
    assert "Twijfelt u" in play.kind.help
    assert "Udens College" in play.kind.help


@pytest.mark.rule("UDE-R8")
def test_doubt_about_touching_points_with_the_college_goes_there_as_well() -> None:
    play = reported(relatie="weet_niet")
    assert play.asked_of("strategie") == {"leidinggevende"}
    assert "Twijfelt u" in play.kind.help
    assert "Udens College" in play.kind.help


@pytest.mark.rule("UDE-R4")
def test_who_reports_or_asks_reads_not_to_enter_into_discussion_with_a_pupil_or_parent() -> None:
    protocol = protocol_of("udens")
    words = "Discussieer online niet met een leerling of ouder"
    assert words in protocol.texts["niet_reageren"]
    assert words in protocol.articles["UDE-R4"].text
    assert {"ontsporing.ontvangst", "publicatie.ontvangst"} <= set(protocol.articles["UDE-R4"].shown)


@pytest.mark.rule("UDE-R4")
def test_a_text_about_a_pupil_or_parent_is_pointed_at_a_talk_of_its_own() -> None:
    remark = protocol_of("udens").kinds["publicatie"].remarks["discussie"]
    assert remark.when == {"personen": ("leerlingen", "ouders")}
    assert not remark.words
    assert "niet online in discussie" in remark.text


@pytest.mark.rule("UDE-R3")
def test_words_of_confidential_information_are_pointed_out() -> None:
    remark = protocol_of("udens").kinds["publicatie"].remarks["vertrouwelijk"]
    assert {"vertrouwelijk", "dossier"} <= set(remark.words)
    assert not remark.when


@pytest.mark.rule("UDE-G2")
def test_foul_language_is_pointed_out_and_so_is_a_colleague_in_the_picture() -> None:
    remarks = protocol_of("udens").kinds["publicatie"].remarks
    assert remarks["taal"].words
    assert not remarks["taal"].when
    assert remarks["collega_in_beeld"].when == {"personen": ("collegas",)}
    assert not remarks["collega_in_beeld"].words


@pytest.mark.parametrize(
    "option",
    [
        pytest.param("vertrouwelijk", marks=pytest.mark.rule("UDE-R3")),
        pytest.param("beeld", marks=pytest.mark.rule("UDE-G2")),
        pytest.param("taal", marks=pytest.mark.rule("UDE-G2")),
        pytest.param("rechten", marks=pytest.mark.rule("UDE-A4")),
        pytest.param("omgang", marks=pytest.mark.rule("UDE-A5")),
    ],
)
def test_who_asks_ticks_what_they_looked_over(option: str) -> None:
    protocol = protocol_of("udens")
    assert "nagekeken" in protocol.kinds["publicatie"].intake
    assert option in protocol.fields["nagekeken"].of


# What happens to a report.


@pytest.mark.parametrize(
    "nature",
    [
        pytest.param("grof", marks=pytest.mark.rule("UDE-G2")),
        pytest.param("compromitterend", marks=pytest.mark.rule("UDE-G2")),
        pytest.param("zwartmaken", marks=pytest.mark.rule("UDE-A5")),
        pytest.param("belediging", marks=pytest.mark.rule("UDE-A5")),
        pytest.param("seksueel", marks=pytest.mark.rule("UDE-A5")),
        pytest.param("geheim", marks=pytest.mark.rule("UDE-A5")),
        "werk_van_ander",
        "overig",
    ],
)
def test_a_report_can_say_what_it_is_about(nature: str) -> None:
    assert reported(aard=(nature,)).case.facts["aard"].value == (nature,)


@pytest.mark.rule("UDE-G4a")
@pytest.mark.rule("UDE-G4b")
@pytest.mark.rule("UDE-G4c")
@pytest.mark.parametrize("left", GROUNDS)
def test_the_directie_answers_each_ground_for_the_police(left: str) -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    assert "politiegronden" in play.musts()
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("politiegronden", "vastgelegd", **blank(left)))
    assert set(refused.value.fields) == {left}


@pytest.mark.rule("UDE-G4a")
def test_a_threat_is_one_in_three_ways_and_goes_to_the_police_at_once() -> None:
    play = reported(dreiging="ja")
    for word in ("lichamelijk", "psychisch", "spullen"):
        assert word in play.protocol.facts["dreiging"].label
    assert "politie_dreiging" in play.musts()
    play.finish("politie_dreiging", "niet_mogelijk")
    assert play.asked_of("dreiging_bevestigen") == {"bestuur"}


POLICE = [
    pytest.param(fact, task, confirming, marks=pytest.mark.rule(rule))
    for fact, task, confirming, rule in (
        ("dreiging", "politie_dreiging", "dreiging_bevestigen", "UDE-G4a"),
        ("seksuele_intimidatie", "politie_intimidatie", "intimidatie_bevestigen", "UDE-G4b"),
        ("beschuldiging", "politie_beschuldiging", "beschuldiging_bevestigen", "UDE-G4c"),
    )
]


@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_each_ground_opens_its_own_report_to_the_police_and_no_other(fact: str, task: str, confirming: str) -> None:
    play = reported(**{fact: "ja"})
    others = {"politie_dreiging", "politie_intimidatie", "politie_beschuldiging"} - {task}
    assert play.kind.tasks[task].police
    assert task in play.musts()
    assert play.asked_of(task) == {"directie"}
    assert not others & play.open()
    assert confirming not in play.open()


@pytest.mark.parametrize("strategy", ["naar_directie", "zelf_oplossen", "buiten_bereik"])
@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_the_police_are_told_whatever_the_leidinggevende_decides(
    fact: str, task: str, confirming: str, strategy: str
) -> None:
    play = reported(**{fact: "ja"})
    play.finish("strategie", strategy, **{fact: "ja"} if strategy == "zelf_oplossen" else {})
    assert task in play.musts()
    play.finish(task, "gemeld")
    assert confirming not in play.open()
    assert task not in play.open()


@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_the_bestuur_confirms_that_the_police_could_not_be_told_or_has_it_done(
    fact: str, task: str, confirming: str
) -> None:
    play = reported(**{fact: "ja"})
    play.finish(task, "niet_mogelijk")
    assert confirming in play.musts()
    with pytest.raises(NotAllowedError):
        play.finish(confirming, "akkoord", by="directie")
    play.finish(confirming, "toch_melden")
    assert task in play.musts()
    play.finish(task, "niet_mogelijk")
    play.finish(confirming, "akkoord")
    assert not {task, confirming} & play.open()


@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_a_ground_that_the_directie_finds_later_counts_as_well(fact: str, task: str, confirming: str) -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    assert not {task, confirming} & play.open()
    answers = dict.fromkeys(GROUNDS, "weet_niet") | {fact: "ja"}
    play.finish("politiegronden", "vastgelegd", **answers)
    assert task in play.musts()


@pytest.mark.rule("UDE-G5")
@pytest.mark.parametrize("strategy", ["naar_directie", "zelf_oplossen"])
def test_the_schoolleiding_sees_to_it_that_victims_are_guided_before_a_case_is_closed(strategy: str) -> None:
    play = reported()
    play.finish("strategie", strategy)
    assert "slachtoffer_begeleiden" in play.musts()
    assert play.asked_of("slachtoffer_begeleiden") == {"directie"}
    assert "afsluiten" not in play.open()
    with pytest.raises(IncompleteError):
        play.do(play.finishing("slachtoffer_begeleiden", "geen_slachtoffer", motivering=""))


@pytest.mark.rule("UDE-G3")
def test_the_parents_of_a_pupil_who_posted_must_be_involved() -> None:
    play = reported()
    play.to_directie("leerling")
    assert "ouders_inschakelen" in play.musts()
    assert "ouders_slachtoffer" not in play.open()
    assert play.asked_of("ouders_inschakelen") == {"directie"}
    play.finish("ouders_inschakelen", "ingeschakeld")
    assert "ouders_inschakelen" not in play.open()


@pytest.mark.rule("UDE-G3")
@pytest.mark.parametrize("poster", [poster for poster in TALKS if poster != "leerling"])
def test_the_parents_of_a_pupil_who_is_concerned_otherwise_must_be_involved_too(poster: str) -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("plaatser_benoemen", "benoemd", plaatser=poster, leerling_betrokken=""))
    assert set(refused.value.fields) == {"leerling_betrokken"}
    play.finish("plaatser_benoemen", "benoemd", plaatser=poster, leerling_betrokken="ja")
    assert "ouders_slachtoffer" in play.musts()
    play.correct(leerling_betrokken="nee")
    assert "ouders_slachtoffer" not in play.open()


@pytest.mark.rule("UDE-G3")
def test_the_parents_are_involved_by_the_leidinggevende_who_solves_it_alone() -> None:
    play = reported()
    play.finish("strategie", "zelf_oplossen", leerling_betrokken="ja")
    assert play.asked_of("ouders_slachtoffer") == {"leidinggevende"}
    assert "ouders_slachtoffer" in play.musts()


@pytest.mark.rule("UDE-A3")
@pytest.mark.parametrize("poster", ["medewerker", "leerling", "ouder", "andere_volwassene"])
def test_who_puts_it_right_corrects_it_openly_or_has_a_good_reason_to_delete_it(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    options = play.protocol.fields["herstel"].of
    assert next(iter(options)) == "rectificeert"
    assert "openlijk" in options["rectificeert"]
    assert "wie het wijzigde" in options["rectificeert"]
    assert "goede reden" in options["verwijdert"]
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(TALKS[poster], "hersteld", herstel=()))
    assert set(refused.value.fields) == {"herstel"}
    play.finish(TALKS[poster], "hersteld", herstel=("rectificeert",))


@pytest.mark.rule("UDE-R10")
@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld"])
@pytest.mark.parametrize("poster", MEASURES)
def test_a_measure_is_written_from_the_schools_own_list_and_is_never_automatic(poster: str, reaction: str) -> None:
    talk, measure = MEASURES[poster]
    field = measure.removesuffix("_nemen")
    play = reported()
    play.to_directie(poster)
    assert measure not in play.open()
    play.finish(talk, reaction)
    assert measure in play.open() - play.musts()
    question = play.protocol.fields[field]
    assert (question.type, dict(question.of)) == ("longtext", {})
    assert "maatregelenlijst van het Udens College" in question.label
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(measure, "maatregel", **blank(field)))
    assert set(refused.value.fields) == {field}
    play.finish(measure, "maatregel")


@pytest.mark.rule("X-13")
def test_a_measure_against_staff_follows_the_cao_and_names_who_may_decide() -> None:
    play = reported()
    play.to_directie("medewerker")
    play.finish("gesprek_medewerker", "niet_hersteld")
    question = play.protocol.fields["maatregel_medewerker"]
    assert "cao" in question.help
    assert "bevoegd" in question.help
    with pytest.raises(IncompleteError):
        play.do(play.finishing("maatregel_medewerker", "maatregel", bevoegde=""))


@pytest.mark.rule("X-12")
def test_after_a_measure_for_a_pupil_the_rules_on_suspension_are_offered() -> None:
    play = reported()
    play.to_directie("leerling")
    play.finish("gesprek_leerling", "niet_hersteld")
    play.finish("maatregel_leerling_nemen", "maatregel")
    assert "schorsing_leerling" in play.open() - play.musts()
