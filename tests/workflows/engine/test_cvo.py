"""What the richtlijnen of CVO ask, rule by rule, and each of their branches walked to its end."""

from typing import Any

import pytest

from tests.workflows.engine.cast import Play, protocol_of
from tests.workflows.engine.ladder import reported
from workflows.engine.errors import BarredError, IncompleteError, NotAllowedError
from workflows.engine.protocol import Protocol
from workflows.engine.task import outcomes

APPROVALS = ("akkoord", "akkoord_mits")
MEASURES = {"waarschuwing", "schorsing", "verwijdering"}
STAFF_MEASURES = {"waarschuwing", "schorsing", "berisping", "ontslag", "ontslag_staande_voet"}
JUDGED = ["ontsporing.oordeel_medewerker", "ontsporing.oordeel_leerling"]
SHOWN = {
    "CVO-I": ["publicatie", *JUDGED, "ontsporing.oordeel_ouder"],
    "CVO-U1-3": ["publicatie"],
    "CVO-U4": ["publicatie", "publicatie.beoordelen"],
    "CVO-U5": ["ontsporing.slachtoffer_spreken", "ontsporing.nazorg"],
    "CVO-A1": JUDGED,
    "CVO-A4": ["publicatie"],
    "CVO-A5": ["publicatie", "publicatie.plaatsing"],
    "CVO-B1": ["publicatie"],
}


def asking(protocol: Protocol, **facts: Any) -> Play:
    """Return a question about a text in which, but for *facts*, nothing is in the way."""
    plain: dict[str, Any] = {"plek": "schoolaccount", "hoedanigheid": "namens", "discussie": "nee"}
    free: dict[str, Any] = {"inhoud": ("niets",), "personen": ("niemand",), "toestemming": "nvt"}
    return Play("publicatie", protocol=protocol, **(plain | free | facts))


def refused(play: Play) -> str:
    """Return why the text cannot be approved, in either way."""
    for outcome in APPROVALS:
        with pytest.raises(BarredError) as barred:
            play.finish("beoordelen", outcome)
    return barred.value.params["text"]


@pytest.mark.rule("CVO-GOV")
def test_the_header_says_who_adopted_which_version_and_when() -> None:
    protocol = protocol_of("cvo-nwf")
    assert protocol.version == "2.0"
    assert "college van bestuur op 1 augustus 2020" in protocol.adopted
    assert "GMR" in protocol.adopted
    assert "15 januari 2019" in protocol.adopted
    assert (protocol.label("directie"), protocol.label("bestuur")) == ("schoolleiding", "college van bestuur")


@pytest.mark.parametrize(
    "rule, moments", [pytest.param(rule, at, marks=pytest.mark.rule(rule)) for rule, at in SHOWN.items()]
)
def test_a_rule_that_informs_is_read_at_its_moment(rule: str, moments: list[str]) -> None:
    assert list(protocol_of("cvo-nwf").articles[rule].shown) == moments


def test_every_rule_that_people_read_at_a_moment_is_looked_at_here() -> None:
    articles = protocol_of("cvo-nwf").articles
    assert {rule for rule, article in articles.items() if article.shown and rule.startswith("CVO")} == set(SHOWN)


@pytest.mark.rule("CVO-B2")
def test_a_derailing_conversation_goes_straight_to_the_leidinggevende() -> None:
    play = Play(protocol=protocol_of("cvo-nwf"))
    assert play.asked_of("strategie") == {"leidinggevende"}
    play.finish("strategie", "naar_directie")
    assert play.case.owner == "directie"


@pytest.mark.rule("CVO-B2")
def test_the_leidinggevende_may_settle_it_with_the_melder() -> None:
    play = Play(protocol=protocol_of("cvo-nwf"))
    play.finish("strategie", "zelf_oplossen")
    play.close()


@pytest.mark.rule("CVO-D2")
@pytest.mark.parametrize("relatie", ["direct", "overlap", "geen", "weet_niet"])
def test_what_has_nothing_to_do_with_school_ends_with_a_reason(relatie: str) -> None:
    play = Play(protocol=protocol_of("cvo-nwf"), relatie=relatie)
    with pytest.raises(IncompleteError):
        play.do(play.finishing("strategie", "buiten_bereik", motivering=""))
    play.finish("strategie", "buiten_bereik")
    play.close()


@pytest.mark.rule("CVO-D1")
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
    play = reported(protocol_of("cvo-nwf"), plaatser)
    assert task in play.musts()
    assert play.asked_of(task) == {"directie"}


@pytest.mark.rule("CVO-D1")
def test_an_unknown_poster_is_looked_for_until_found_or_stopped_with_a_reason() -> None:
    play = reported(protocol_of("cvo-nwf"), "onbekend")
    assert play.open() == {"plaatser_zoeken"}
    play.finish("plaatser_zoeken", "nog_niet", herzien_op="2026-12-08")
    assert "afsluiten" not in play.open()
    play.finish("plaatser_zoeken", "gestopt")
    play.close()


@pytest.mark.rule("CVO-A2")
@pytest.mark.rule("CVO-A7")
def test_a_report_can_say_what_it_is_about_in_the_words_of_the_rules() -> None:
    aard = protocol_of("cvo-nwf").facts["aard"]
    assert {"pesten", "stalken", "bedreigen", "zwartmaken", "geheim", "beeld"} <= set(aard.of)
    assert "kwetsen" in aard.of["pesten"]
    assert "beschadigen" in aard.of["zwartmaken"]
    assert "vrienden" not in aard.of
    assert Play(protocol=protocol_of("cvo-nwf"), aard=("geheim", "beeld")).case.facts["aard"].values == (
        "geheim",
        "beeld",
    )


@pytest.mark.rule("CVO-S2")
def test_what_the_schoolleiding_calls_grensoverschrijdend_it_must_phone_through() -> None:
    play = reported(protocol_of("cvo-nwf"), "medewerker", "plaatser")
    assert play.asked_of("kwalificatie") == {"directie"}
    with pytest.raises(IncompleteError):
        play.do(play.finishing("kwalificatie", "vastgelegd", motivering=""))
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="ja")
    assert "vertrouwensinspecteur" in play.musts()
    assert play.asked_of("vertrouwensinspecteur") == {"directie"}
    assert play.kind.tasks["vertrouwensinspecteur"].calls == "vertrouwensinspecteur"
    play.finish("vertrouwensinspecteur", "gebeld")
    assert play.round("vertrouwensinspecteur").answers["gesproken_met"]


@pytest.mark.rule("CVO-S2")
def test_nobody_but_the_schoolleiding_says_that_it_is_grensoverschrijdend() -> None:
    play = reported(protocol_of("cvo-nwf"), "medewerker", "plaatser")
    with pytest.raises(NotAllowedError):
        play.correct(by="leidinggevende", grensoverschrijdend="ja")
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")
    assert "vertrouwensinspecteur" not in play.open()


@pytest.mark.rule("CVO-S6")
@pytest.mark.parametrize("plaatser", ["medewerker", "leerling", "ouder", "andere_volwassene"])
def test_the_school_must_go_to_the_police_with_what_may_be_a_crime_whoever_posted(plaatser: str) -> None:
    play = Play(protocol=protocol_of("cvo-nwf"))
    play.to_directie(plaatser)
    assert "strafbaar_beoordelen" in play.musts()
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="ja")
    assert "politie" in play.musts()
    assert set(outcomes(play.kind.tasks["politie"])) == {"aangifte", "niet_mogelijk"}
    play.finish("politie", "aangifte")
    assert not {"politie", "politie_bevestigen"} & play.open()


@pytest.mark.rule("CVO-S6")
def test_only_the_college_van_bestuur_lets_it_go_without_the_police() -> None:
    play = Play(protocol=protocol_of("cvo-nwf"))
    play.to_directie("leerling")
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="ja")
    play.finish("politie", "niet_mogelijk")
    assert "politie_bevestigen" in play.musts()
    assert play.asked_of("politie_bevestigen") == {"bestuur"}
    play.finish("politie_bevestigen", "toch_doen")
    assert "politie" in play.musts()
    play.finish("politie", "niet_mogelijk")
    play.finish("politie_bevestigen", "akkoord")
    assert not {"politie", "politie_bevestigen"} & play.open()


@pytest.mark.rule("CVO-S6")
def test_what_cannot_be_a_crime_asks_no_police() -> None:
    assert "politie" not in reported(protocol_of("cvo-nwf"), "leerling").open()


@pytest.mark.rule("CVO-B3")
@pytest.mark.parametrize("outcome", ["akkoord", "akkoord_mits", "niet_publiceren"])
def test_who_doubts_asks_the_leidinggevende(outcome: str) -> None:
    play = asking(protocol_of("cvo-nwf"))
    assert play.asked_of("beoordelen") == {"leidinggevende"}
    play.finish("beoordelen", outcome)
    if outcome != "niet_publiceren":
        play.finish("plaatsing", "geplaatst")
    play.close()


@pytest.mark.rule("CVO-A6")
def test_who_is_only_heard_counts_as_well() -> None:
    protocol = protocol_of("cvo-nwf")
    assert "te horen" in protocol.facts["personen"].label
    assert "te horen" in protocol.facts["toestemming"].help
    assert "te horen" in protocol.facts["toestemming"].of["nvt"]
    with pytest.raises(IncompleteError):
        asking(protocol, personen=("leerlingen",), toestemming="nvt")


@pytest.mark.rule("CVO-A2")
@pytest.mark.rule("CVO-A6")
@pytest.mark.rule("CVO-C1")
@pytest.mark.parametrize("hoedanigheid", ["namens", "persoonlijk"])
@pytest.mark.parametrize("toestemming", ["deels", "nee", "weet_niet"])
def test_without_everyones_explicit_consent_nothing_is_placed(toestemming: str, hoedanigheid: str) -> None:
    play = asking(protocol_of("cvo-nwf"), personen=("leerlingen",), toestemming=toestemming, hoedanigheid=hoedanigheid)
    assert "uitdrukkelijk" in refused(play)
    play.correct(by="leidinggevende", toestemming="ja")
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("CVO-A2")
@pytest.mark.rule("CVO-A3")
def test_something_personal_needs_the_consent_of_whom_it_is_about() -> None:
    play = asking(protocol_of("cvo-nwf"), inhoud=("persoonlijk",))
    assert "toestemming" in refused(play)
    again = asking(protocol_of("cvo-nwf"), inhoud=("persoonlijk",), personen=("collegas",), toestemming="ja")
    again.finish("beoordelen", "akkoord")


@pytest.mark.rule("CVO-A3")
@pytest.mark.rule("CVO-C2")
@pytest.mark.parametrize("hoedanigheid", ["namens", "persoonlijk"])
def test_something_confidential_is_never_placed(hoedanigheid: str) -> None:
    play = asking(protocol_of("cvo-nwf"), inhoud=("vertrouwelijk",), hoedanigheid=hoedanigheid)
    assert "vertrouwelijks" in refused(play)
    play.finish("beoordelen", "aanpassen")
    play.finish("indienen", "ingediend", inhoud=("niets",))
    play.finish("beoordelen", "akkoord")


@pytest.mark.rule("CVO-A3")
@pytest.mark.rule("CVO-C2")
@pytest.mark.parametrize("hoedanigheid", ["namens", "persoonlijk"])
def test_general_information_about_the_school_may_be_placed(hoedanigheid: str) -> None:
    play = asking(protocol_of("cvo-nwf"), inhoud=("niets",), hoedanigheid=hoedanigheid)
    play.finish("beoordelen", "akkoord")
    play.finish("plaatsing", "geplaatst")
    play.close()


@pytest.mark.rule("CVO-C2")
def test_in_private_nothing_personal_about_people_of_the_school_is_placed() -> None:
    play = asking(
        protocol_of("cvo-nwf"),
        hoedanigheid="persoonlijk",
        inhoud=("persoonlijk",),
        personen=("collegas",),
        toestemming="ja",
    )
    assert "Privé" in refused(play)


@pytest.mark.rule("CVO-A3")
@pytest.mark.rule("CVO-C2")
def test_doubt_about_what_stands_in_the_text_is_pointed_out() -> None:
    remark = protocol_of("cvo-nwf").kinds["publicatie"].remarks["inhoud"]
    assert (dict(remark.when), remark.words) == ({"inhoud": ("weet_niet",)}, ())
    assert "vertrouwelijks" in remark.text


@pytest.mark.parametrize(
    "key, words",
    [
        pytest.param("goede_naam", "naam van de school", marks=pytest.mark.rule("CVO-C2")),
        pytest.param("missie", "missie en visie", marks=pytest.mark.rule("CVO-C3")),
    ],
)
def test_a_private_text_is_held_against_the_good_name_and_the_mission(key: str, words: str) -> None:
    remark = protocol_of("cvo-nwf").kinds["publicatie"].remarks[key]
    assert dict(remark.when) == {"hoedanigheid": ("persoonlijk", "weet_niet")}
    assert remark.words == ()
    assert words in remark.text


@pytest.mark.rule("CVO-B1")
@pytest.mark.rule("CVO-C4")
def test_in_a_discussion_about_cvo_the_writer_says_to_work_there_at_work_and_in_private() -> None:
    protocol = protocol_of("cvo-nwf")
    kind = protocol.kinds["publicatie"]
    insert = kind.inserts["medewerker"]
    assert "discussie" in kind.intake
    assert insert.text == "Ik ben medewerker van CVO."
    assert insert.must is True
    assert dict(insert.when) == {"discussie": ("ja", "weet_niet")}
    assert asking(protocol, discussie="ja").case.fact("discussie") == "ja"


@pytest.mark.rule("CVO-C5")
def test_a_private_text_about_cvo_must_say_that_it_is_the_writers_own_opinion() -> None:
    insert = protocol_of("cvo-nwf").kinds["publicatie"].inserts["disclaimer"]
    assert insert.must is True
    assert dict(insert.when) == {"hoedanigheid": ("persoonlijk",)}
    assert "persoonlijke mening" in insert.text
    assert "los van de officiële standpunten" in insert.text


def test_what_the_richtlijnen_do_not_ask_is_not_asked() -> None:
    protocol = protocol_of("cvo-nwf")
    assert set(protocol.kinds) == {"ontsporing", "publicatie"}
    assert "melden_aan" not in protocol.facts
    assert "tussenantwoord" not in protocol.texts
    assert protocol.task("ontsporing", "niet_reageren").strength == "may"
    assert not {"denk_na", "leeftijd", "functie"} & {*protocol.facts, *protocol.fields}
