"""What the protocol of the Laurens Lyceum asks, rule by rule, and each of its branches walked to its end."""

from typing import Any

import pytest

from tests.workflows.engine.cast import Play, protocol_of
from tests.workflows.engine.ladder import reported
from workflows.engine.errors import BarredError, IncompleteError, NotAllowedError
from workflows.engine.protocol import Protocol
from workflows.engine.task import outcomes

APPROVALS = ("akkoord", "akkoord_mits")
MEASURES = {"bewaring", "verwijderen", "waarschuwing", "schorsing", "verwijdering", "anders"}
STAFF_MEASURES = {"waarschuwing", "schorsing", "berisping", "ontslag", "ontslag_staande_voet"}
JUDGED = ["ontsporing.oordeel_medewerker", "ontsporing.oordeel_leerling"]
SHOWN = {
    "LAU-U1-3": ["publicatie"],
    "LAU-U4": ["publicatie", "publicatie.beoordelen"],
    "LAU-U5": ["ontsporing.slachtoffer_spreken", "ontsporing.nazorg"],
    "LAU-A1": JUDGED,
    "LAU-A3": ["publicatie"],
    "LAU-A4": ["publicatie", "publicatie.plaatsing"],
    "LAU-B1a": ["publicatie"],
    "LAU-C1": ["publicatie.beoordelen", "ontsporing.gesprek_volwassene"],
    "LAU-S1": ["ontsporing.oordeel_medewerker"],
    "LAU-FN1": ["publicatie"],
}
PUPILS: dict[str, Any] = {"personen": ("leerlingen",), "toestemming": "ja"}


def asking(protocol: Protocol, **facts: Any) -> Play:
    """Return a question about a text in which, but for *facts*, nothing is in the way."""
    plain: dict[str, Any] = {"plek": "schoolaccount", "hoedanigheid": "namens", "discussie": "nee"}
    text: dict[str, Any] = {"persoonsgegevens": "nee", "personen": ("niemand",)}
    free: dict[str, Any] = {"leeftijd": "nvt", "toestemming": "nvt", "toestemming_van": "nvt"}
    return Play("publicatie", protocol=protocol, **(plain | text | free | facts))


def refused(play: Play, *ends: str) -> str:
    """Return why the text cannot be approved: in either way, or in those ways."""
    for outcome in ends or APPROVALS:
        with pytest.raises(BarredError) as barred:
            play.finish("beoordelen", outcome)
    return barred.value.params["text"]


@pytest.mark.rule("LAU-GOV")
@pytest.mark.rule("LAU-S1")
def test_the_header_says_which_version_it_is() -> None:
    protocol = protocol_of("laurens")
    assert protocol.version == "2025-10"
    assert "oktober 2025" in protocol.adopted
    assert "Laurens Lyceum" in protocol.title
    assert (protocol.label("directie"), protocol.label("bestuur")) == ("schoolleiding", "bestuur")


@pytest.mark.parametrize(
    "rule, moments", [pytest.param(rule, at, marks=pytest.mark.rule(rule)) for rule, at in SHOWN.items()]
)
def test_a_rule_that_informs_is_read_at_its_moment(rule: str, moments: list[str]) -> None:
    assert list(protocol_of("laurens").articles[rule].shown) == moments


def test_every_rule_that_people_read_at_a_moment_is_looked_at_here() -> None:
    articles = protocol_of("laurens").articles
    assert {rule for rule, article in articles.items() if article.shown and rule.startswith("LAU")} == set(SHOWN)


@pytest.mark.rule("LAU-S1")
def test_the_judgement_on_an_employee_says_whether_the_protocol_was_provided() -> None:
    play = reported(protocol_of("laurens"), "medewerker", "plaatser")
    play.finish("gesprek_medewerker", "niet_hersteld")
    with pytest.raises(IncompleteError) as missing:
        play.do(play.finishing("oordeel_medewerker", "in_strijd", protocol_verstrekt=""))
    assert set(missing.value.fields) == {"protocol_verstrekt"}
    play.finish("oordeel_medewerker", "in_strijd", protocol_verstrekt="nee")
    assert play.round("oordeel_medewerker").answers["protocol_verstrekt"] == "nee"


@pytest.mark.rule("LAU-B3")
def test_a_derailing_conversation_goes_straight_to_the_leidinggevende() -> None:
    play = Play(protocol=protocol_of("laurens"))
    assert play.asked_of("strategie") == {"leidinggevende"}
    play.finish("strategie", "naar_directie")
    assert play.case.owner == "directie"


@pytest.mark.rule("LAU-B3")
def test_the_leidinggevende_may_settle_it_with_the_melder() -> None:
    play = Play(protocol=protocol_of("laurens"))
    play.finish("strategie", "zelf_oplossen")
    play.close()


@pytest.mark.rule("LAU-A9")
@pytest.mark.parametrize("melden_aan", ["leidinggevende", "directie", "bestuur"])
def test_a_report_may_go_directly_to_the_schoolleiding_or_the_bestuur(melden_aan: str) -> None:
    protocol = protocol_of("laurens")
    assert "melden_aan" in protocol.kinds["ontsporing"].more
    play = Play(protocol=protocol, melden_aan=melden_aan)
    assert play.asked_of("strategie") == {melden_aan}


@pytest.mark.rule("LAU-D2")
@pytest.mark.parametrize("relatie", ["direct", "overlap", "geen", "weet_niet"])
def test_what_has_nothing_to_do_with_school_ends_with_a_reason(relatie: str) -> None:
    play = Play(protocol=protocol_of("laurens"), relatie=relatie)
    with pytest.raises(IncompleteError):
        play.do(play.finishing("strategie", "buiten_bereik", motivering=""))
    play.finish("strategie", "buiten_bereik")
    play.close()


@pytest.mark.rule("LAU-D1")
@pytest.mark.parametrize(
    "plaatser, task",
    [
        ("ikzelf", "gesprek_medewerker"),
        ("medewerker", "gesprek_medewerker"),
        ("leerling", "gesprek_leerling"),
        ("ouder", "gesprek_ouder"),
        ("andere_volwassene", "gesprek_volwassene"),
    ],
)
def test_the_schoolleiding_names_who_posted_whoever_belongs_to_the_school(plaatser: str, task: str) -> None:
    play = reported(protocol_of("laurens"), plaatser)
    assert task in play.musts()
    assert play.asked_of(task) == {"directie"}


@pytest.mark.rule("LAU-D1")
def test_an_unknown_poster_is_looked_for_until_found_or_stopped_with_a_reason() -> None:
    play = reported(protocol_of("laurens"), "onbekend")
    assert play.open() == {"plaatser_zoeken"}
    play.finish("plaatser_zoeken", "nog_niet", herzien_op="2026-12-08")
    assert "afsluiten" not in play.open()
    play.finish("plaatser_zoeken", "gestopt")
    play.close()


@pytest.mark.rule("LAU-C1")
def test_a_former_employee_is_named_as_such_and_spoken_to_without_a_file() -> None:
    protocol = protocol_of("laurens")
    assert protocol.facts["plaatser"].of["oud_medewerker"] == "Een voormalig medewerker"
    play = reported(protocol, "oud_medewerker")
    assert play.open() == {"gesprek_volwassene"}
    play.finish("gesprek_volwassene", "hersteld")
    play.close()


@pytest.mark.parametrize(
    "nature",
    [
        pytest.param("vrienden", marks=pytest.mark.rule("LAU-A6")),
        pytest.param("opname", marks=pytest.mark.rule("LAU-A7")),
        *(
            pytest.param(nature, marks=pytest.mark.rule("LAU-A8"))
            for nature in (
                "hacken",
                "radicalisering",
                "seksueel",
                "pesten",
                "stalken",
                "bedreigen",
                "meme",
                "zwartmaken",
            )
        ),
    ],
)
def test_a_report_can_say_what_it_is_about_in_the_words_of_the_rules(nature: str) -> None:
    play = Play(protocol=protocol_of("laurens"), aard=(nature,))
    assert play.case.facts["aard"].values == (nature,)


@pytest.mark.rule("LAU-A6")
@pytest.mark.rule("LAU-A7")
@pytest.mark.rule("LAU-A8")
def test_the_words_for_friends_recordings_and_harm_are_those_of_the_rules() -> None:
    aard = protocol_of("laurens").facts["aard"].of
    assert "ouder" in aard["vrienden"]
    assert "op afstand" in aard["opname"]
    assert "sexting" in aard["seksueel"]
    assert "beschadigen" in aard["zwartmaken"]


@pytest.mark.rule("LAU-S3a")
@pytest.mark.parametrize("decision", ["gebeld", "niet_bellen"])
def test_what_is_grensoverschrijdend_asks_a_decision_with_a_reason_of_who_said_so(decision: str) -> None:
    play = reported(protocol_of("laurens"), "medewerker", "plaatser")
    assert play.asked_of("kwalificatie") == {"directie"}
    with pytest.raises(IncompleteError):
        play.do(play.finishing("kwalificatie", "vastgelegd", motivering=""))
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="ja")
    assert "inspecteur_besluit" in play.musts()
    assert "vertrouwensinspecteur" not in play.open()
    assert play.asked_of("inspecteur_besluit") == {"directie"}
    assert play.kind.tasks["inspecteur_besluit"].calls == "vertrouwensinspecteur"
    with pytest.raises(IncompleteError) as missing:
        play.do(play.finishing("inspecteur_besluit", decision, motivering=""))
    assert set(missing.value.fields) == {"motivering"}
    play.finish("inspecteur_besluit", decision)
    assert "inspecteur_besluit" not in play.open()


@pytest.mark.rule("LAU-S3b")
def test_what_is_sexual_is_always_phoned_through_and_nobody_chooses() -> None:
    play = reported(protocol_of("laurens"), "medewerker", "plaatser")
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="seksueel")
    assert "vertrouwensinspecteur" in play.musts()
    assert "inspecteur_besluit" not in play.open()
    assert play.asked_of("vertrouwensinspecteur") == {"directie"}
    assert "niet_bellen" not in outcomes(play.kind.tasks["vertrouwensinspecteur"])
    play.finish("vertrouwensinspecteur", "gebeld")
    assert play.round("vertrouwensinspecteur").answers["datum_gebeld"]


@pytest.mark.rule("LAU-S3b")
def test_what_turns_out_to_be_sexual_must_still_be_phoned_through() -> None:
    play = reported(protocol_of("laurens"), "medewerker", "plaatser")
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="ja")
    play.finish("inspecteur_besluit", "niet_bellen")
    play.correct(grensoverschrijdend="seksueel")
    assert "vertrouwensinspecteur" in play.musts()


@pytest.mark.rule("LAU-S3a")
@pytest.mark.rule("LAU-S3b")
def test_nobody_but_the_schoolleiding_says_that_it_is_grensoverschrijdend() -> None:
    play = reported(protocol_of("laurens"), "medewerker", "plaatser")
    with pytest.raises(NotAllowedError):
        play.correct(by="leidinggevende", grensoverschrijdend="ja")
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")
    assert not {"vertrouwensinspecteur", "inspecteur_besluit"} & play.open()


@pytest.mark.rule("LAU-S7")
@pytest.mark.parametrize("plaatser", ["medewerker", "leerling", "ouder", "oud_medewerker"])
@pytest.mark.parametrize("decision", ["aangifte", "melding", "geen"])
def test_a_possible_crime_asks_a_decision_with_a_reason_and_not_a_report(decision: str, plaatser: str) -> None:
    play = Play(protocol=protocol_of("laurens"))
    play.to_directie(plaatser)
    assert "strafbaar_beoordelen" in play.musts()
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="ja")
    assert "politie" in play.musts()
    assert play.kind.tasks["politie"].police is False
    with pytest.raises(IncompleteError) as missing:
        play.do(play.finishing("politie", decision, motivering=""))
    assert set(missing.value.fields) == {"motivering"}
    play.finish("politie", decision)
    assert not {"politie", "politie_bevestigen"} & play.open()


@pytest.mark.rule("LAU-S7")
def test_what_cannot_be_a_crime_asks_no_decision() -> None:
    assert "politie" not in reported(protocol_of("laurens"), "leerling").open()


@pytest.mark.rule("LAU-B4")
@pytest.mark.parametrize("outcome", ["akkoord", "akkoord_mits", "niet_publiceren"])
def test_who_doubts_asks_the_leidinggevende(outcome: str) -> None:
    play = asking(protocol_of("laurens"))
    assert play.asked_of("beoordelen") == {"leidinggevende"}
    play.finish("beoordelen", outcome)
    if outcome != "niet_publiceren":
        play.finish("plaatsing", "geplaatst")
    play.close()


@pytest.mark.rule("LAU-A5")
@pytest.mark.parametrize("toestemming", ["mondeling", "niet_zelf", "deels", "nee", "weet_niet"])
@pytest.mark.parametrize("hoedanigheid", ["namens", "persoonlijk"])
def test_without_written_consent_of_everyone_nothing_is_placed(hoedanigheid: str, toestemming: str) -> None:
    play = asking(protocol_of("laurens"), personen=("collegas",), toestemming=toestemming, hoedanigheid=hoedanigheid)
    assert "op schrift" in refused(play)
    play.correct(by="leidinggevende", toestemming="ja")
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-A5")
@pytest.mark.parametrize("giver", ["leerling", "niemand", "weet_niet"])
@pytest.mark.parametrize("age", ["onder_16", "beide"])
def test_for_pupils_under_16_the_parents_give_consent(age: str, giver: str) -> None:
    play = asking(protocol_of("laurens"), **PUPILS, leeftijd=age, toestemming_van=giver)
    refused(play)
    play.correct(by="leidinggevende", toestemming_van="beide")
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-A5")
@pytest.mark.parametrize("giver", ["ouders", "niemand", "weet_niet"])
@pytest.mark.parametrize("age", ["vanaf_16", "beide"])
def test_pupils_from_16_give_consent_themselves(age: str, giver: str) -> None:
    play = asking(protocol_of("laurens"), **PUPILS, leeftijd=age, toestemming_van=giver)
    refused(play)
    play.correct(by="leidinggevende", toestemming_van="beide")
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-A5")
@pytest.mark.parametrize(
    "age, giver", [("onder_16", "ouders"), ("onder_16", "beide"), ("vanaf_16", "leerling"), ("vanaf_16", "beide")]
)
def test_consent_of_who_may_give_it_is_enough(age: str, giver: str) -> None:
    play = asking(protocol_of("laurens"), **PUPILS, leeftijd=age, toestemming_van=giver)
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-A5")
def test_the_age_of_the_pupils_must_be_known() -> None:
    protocol = protocol_of("laurens")
    assert "oud" in refused(asking(protocol, **PUPILS, leeftijd="weet_niet", toestemming_van="beide"))
    with pytest.raises(IncompleteError) as wrong:
        asking(protocol, **PUPILS, leeftijd="nvt", toestemming_van="nvt")
    assert set(wrong.value.fields) == {"leeftijd", "toestemming_van"}


@pytest.mark.rule("LAU-A5")
def test_a_text_that_comes_to_show_pupils_later_still_needs_their_age() -> None:
    play = asking(protocol_of("laurens"))
    pupils = {"personen": ("leerlingen",), "toestemming": "ja"}
    with pytest.raises(IncompleteError) as missing:
        play.correct(by="leidinggevende", **pupils)
    assert set(missing.value.fields) == {"leeftijd", "toestemming_van"}
    play.correct(by="leidinggevende", **pupils, leeftijd="weet_niet", toestemming_van="weet_niet")
    refused(play)
    play.correct(by="leidinggevende", leeftijd="onder_16", toestemming_van="ouders")
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-A5")
def test_it_can_be_said_where_the_written_consent_is_kept() -> None:
    protocol = protocol_of("laurens")
    assert "vindplaats_toestemming" in protocol.kinds["publicatie"].more
    assert protocol.fields["vindplaats_toestemming"].required is False


@pytest.mark.rule("LAU-B1b")
@pytest.mark.parametrize("age", ["onder_16", "beide", "weet_niet"])
def test_a_group_app_is_for_pupils_from_16(age: str) -> None:
    play = asking(protocol_of("laurens"), plek="groepsapp", leeftijd=age)
    assert "groepsapp" in refused(play)
    asking(protocol_of("laurens"), plek="groepsapp", leeftijd="vanaf_16").finish("beoordelen", "akkoord")
    asking(protocol_of("laurens"), plek="schoolapp", leeftijd=age).finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-B1c")
@pytest.mark.parametrize("told", ["mail", "post", "anders", "nvt"])
def test_who_is_not_in_the_group_app_hears_it_in_another_way(told: str) -> None:
    protocol = protocol_of("laurens")
    assert "niet_in_app" in protocol.kinds["publicatie"].more
    play = asking(protocol, plek="groepsapp", leeftijd="vanaf_16", niet_in_app="nog_niet")
    assert "niet in de groepsapp" in refused(play, "akkoord")
    play.correct(by="leidinggevende", niet_in_app=told)
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-B1c")
def test_that_others_hear_it_may_be_the_condition_and_is_always_pointed_out() -> None:
    protocol = protocol_of("laurens")
    play = asking(protocol, plek="groepsapp", leeftijd="vanaf_16", niet_in_app="nog_niet")
    play.finish("beoordelen", "akkoord_mits")
    remark = protocol.kinds["publicatie"].remarks["groepsapp"]
    assert (dict(remark.when), remark.words) == ({"plek": ("groepsapp",)}, ())
    assert "per mail, per post of op een andere manier" in remark.text


@pytest.mark.rule("LAU-A2")
@pytest.mark.parametrize("hoedanigheid", ["namens", "persoonlijk", "weet_niet"])
def test_personal_data_that_may_harm_someone_are_not_placed(hoedanigheid: str) -> None:
    play = asking(protocol_of("laurens"), persoonsgegevens="schadelijk", hoedanigheid=hoedanigheid)
    assert "persoonsgegevens" in refused(play)
    play.finish("beoordelen", "aanpassen")
    play.finish("indienen", "ingediend", persoonsgegevens="nee")
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-C1")
def test_in_private_a_text_about_school_has_no_personal_data() -> None:
    play = asking(protocol_of("laurens"), persoonsgegevens="ja", hoedanigheid="persoonlijk")
    assert "Privé" in refused(play)
    asking(protocol_of("laurens"), persoonsgegevens="ja").finish("beoordelen", "akkoord")
    asking(protocol_of("laurens"), hoedanigheid="persoonlijk").finish("beoordelen", "akkoord")


@pytest.mark.rule("LAU-FN1")
def test_the_question_about_personal_data_says_what_they_are() -> None:
    protocol = protocol_of("laurens")
    assert "persoonsgegevens" in protocol.kinds["publicatie"].intake
    assert "artikel 4 AVG" in protocol.facts["persoonsgegevens"].help


@pytest.mark.parametrize(
    "key, words",
    [
        pytest.param("goede_naam", "naam van de school", marks=pytest.mark.rule("LAU-C1")),
        pytest.param("missie", "missie en visie", marks=pytest.mark.rule("LAU-C2")),
    ],
)
def test_a_private_text_is_held_against_the_good_name_and_the_mission(key: str, words: str) -> None:
    remark = protocol_of("laurens").kinds["publicatie"].remarks[key]
    assert dict(remark.when) == {"hoedanigheid": ("persoonlijk", "weet_niet")}
    assert remark.words == ()
    assert words in remark.text


@pytest.mark.rule("LAU-A2")
def test_doubt_about_personal_data_is_pointed_out() -> None:
    remark = protocol_of("laurens").kinds["publicatie"].remarks["persoonsgegevens"]
    assert (dict(remark.when), remark.words) == ({"persoonsgegevens": ("weet_niet",)}, ())
    assert "persoonsgegevens" in remark.text


@pytest.mark.rule("LAU-B2")
def test_at_work_in_a_discussion_the_writer_names_their_function() -> None:
    protocol = protocol_of("laurens")
    kind = protocol.kinds["publicatie"]
    insert = kind.inserts["functie"]
    assert "discussie" in kind.intake
    assert insert.text == "Ik ben {functie} bij het Laurens Lyceum."
    assert insert.must is True
    assert dict(insert.when) == {"discussie": ("ja", "weet_niet"), "hoedanigheid": ("namens", "weet_niet")}
    assert asking(protocol, discussie="ja").case.fact("discussie") == "ja"


@pytest.mark.rule("LAU-C3")
def test_in_private_in_a_discussion_the_writer_says_to_work_there_without_function() -> None:
    kind = protocol_of("laurens").kinds["publicatie"]
    insert = kind.inserts["medewerker"]
    assert "discussie" in kind.intake
    assert insert.text == "Ik ben medewerker van het Laurens Lyceum."
    assert insert.must is True
    assert dict(insert.when) == {"discussie": ("ja", "weet_niet"), "hoedanigheid": ("persoonlijk",)}


@pytest.mark.rule("LAU-C4")
def test_a_private_text_about_school_must_say_that_it_is_the_writers_own_opinion() -> None:
    insert = protocol_of("laurens").kinds["publicatie"].inserts["disclaimer"]
    assert insert.must is True
    assert dict(insert.when) == {"hoedanigheid": ("persoonlijk",)}
    assert "persoonlijke titel" in insert.text
    assert "eigen mening" in insert.text
    assert "los van de officiële standpunten" in insert.text


def test_what_the_protocol_does_not_ask_is_not_asked() -> None:
    protocol = protocol_of("laurens")
    assert set(protocol.kinds) == {"ontsporing", "publicatie"}
    assert "tussenantwoord" not in protocol.texts
    assert protocol.task("ontsporing", "niet_reageren").strength == "may"
    assert "denk_na" not in {*protocol.facts, *protocol.fields}
