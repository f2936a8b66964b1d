"""Which rules of Scala's document the protocol carries, and where."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.workflows.engine.cast import Play, changed, checked_with_the_law, protocol_of
from workflows.engine.check import check
from workflows.engine.conditions import holds
from workflows.engine.errors import BarredError, UnknownActionError
from workflows.engine.wording import cites_of
from workflows.protocol_files import read

# fmt: off
TRACEABILITY = [
    "SCA-D1", "SCA-D2", "SCA-A1b", "SCA-A2", "SCA-A5a", "SCA-A5b", "SCA-A6", "SCA-A8", "SCA-A9", "SCA-A10", "SCA-B3",
    "SCA-B4b", "SCA-B5", "SCA-B6", "SCA-C1", "SCA-C2", "SCA-C3", "SCA-S2", "SCA-S3", "SCA-S4", "SCA-S5", "SCA-S6",
    "SCA-S7", "SCA-BIJ", "SCA-F0a", "SCA-F0b", "SCA-F0c", "SCA-F1.1", "SCA-F1.2", "SCA-F1.3", "SCA-F1.4", "SCA-F1.5",
    "SCA-F1.6", "SCA-F1.7", "SCA-F1.8", "SCA-F2e", "SCA-F2a.1", "SCA-F2a.2", "SCA-F2a.3", "SCA-F2a.4", "SCA-F2k.1",
    "SCA-F2k.2", "SCA-F2k.3", "SCA-F2k.4", "SCA-F2k.5", "SCA-F2k.6", "SCA-F2k.7", "SCA-F2k.8", "SCA-DN",
]
NATURES = {
    "SCA-A1b": ["geweld", "discriminatie", "grof", "seksueel"],
    "SCA-A6": ["vrienden"],
    "SCA-A8": ["opname"],
    "SCA-A9": ["hacken", "radicalisering", "seksueel", "pesten", "stalken", "bedreigen", "nepaccount", "beschadigen"],
}
POSTERS = ["ikzelf", "medewerker", "oud_medewerker", "ouder", "leerling", "andere_volwassene", "onbekend"]
# fmt: on
MOMENTS = {
    "SCA-U1": {"publicatie"},
    "SCA-U2": {"ontsporing.ontvangst"},
    "SCA-U3": {"publicatie"},
    "SCA-U4": {"publicatie", "publicatie.beoordelen"},
    "SCA-U5": {"ontsporing.strategie", "ontsporing.slachtoffer_veilig"},
    "SCA-A1a": {"ontsporing.gesprek_kind", "ontsporing.gesprek_ouders"},
    "SCA-A2": {"publicatie", "publicatie.beoordelen"},
    "SCA-A3": {"publicatie", "publicatie.plaatsing"},
    "SCA-A4": {"publicatie", "publicatie.plaatsing"},
    "SCA-A5a": {"publicatie", "publicatie.beoordelen"},
    "SCA-A5b": {"publicatie", "publicatie.beoordelen"},
    "SCA-A6": {"ontsporing.kwalificatie"},
    "SCA-A7": {"publicatie", "ontsporing", "ontsporing.ontvangst"},
    "SCA-A8": {"ontsporing.plaatser_benoemen", "ontsporing.gesprek_kind"},
    "SCA-B1": {"publicatie"},
    "SCA-B2": {"publicatie", "publicatie.beoordelen"},
    "SCA-B4a": {"publicatie", "publicatie.beoordelen", "ontsporing", "ontsporing.ontvangst"},
    "SCA-B4b": {"ontsporing.ontvangst"},
    "SCA-B6": {"publicatie"},
    "SCA-C1": {"publicatie"},
    "SCA-C2": {"publicatie", "publicatie.beoordelen"},
    "SCA-C3": {"ontsporing.ontvangst"},
    "SCA-S1": {"publicatie", "ontsporing.kwalificatie"},
    "SCA-DN": {"publicatie"},
}


def reported(**facts: Any) -> Play:
    return Play(protocol=protocol_of("scala"), **facts)


def asked_to_publish(**facts: Any) -> Play:
    return Play("publicatie", protocol=protocol_of("scala"), **facts)


def cited(name: str) -> set[str]:
    return {rule for _, rules in cites_of(protocol_of(name)) for rule in rules}


def test_every_rule_that_software_enforces_or_supports_is_cited_by_the_key_that_keeps_it() -> None:
    assert set(TRACEABILITY) - cited("scala") == set()


@pytest.mark.parametrize(
    "rule, moments",
    [pytest.param(rule, moments, marks=pytest.mark.rule(rule)) for rule, moments in MOMENTS.items()],
)
def test_a_rule_is_read_at_the_moment_that_it_matters(rule: str, moments: set[str]) -> None:
    assert set(protocol_of("scala").articles[rule].shown) == moments


@pytest.mark.parametrize(
    "rule, nature",
    [
        pytest.param("SCA-A6", "vrienden", marks=pytest.mark.rule("SCA-A6")),
        pytest.param("SCA-A8", "opname", marks=pytest.mark.rule("SCA-A8")),
    ],
)
def test_a_rule_about_one_nature_is_read_in_cases_of_that_nature(rule: str, nature: str) -> None:
    when = protocol_of("scala").articles[rule].when
    assert holds({"aard": ("pesten", nature)}, when)
    assert not holds({"aard": ("pesten",)}, when)


def test_every_article_is_a_sentence() -> None:
    assert all(article.text.endswith((".", "?")) for article in protocol_of("scala").articles.values())


@pytest.mark.parametrize("name", ["scala", "common"])
def test_every_cite_exists_and_every_task_cites_its_rule(name: str) -> None:
    protocol = protocol_of(name)
    assert cited(name) <= set(protocol.articles)
    own = protocol.kinds["ontsporing"].tasks.items()
    general = protocol_of("common").kinds["ontsporing"].tasks
    assert [key for key, task in own if not task.cite and key not in general] == []


def test_scala_can_always_be_closed_and_says_how_many_states_prove_it() -> None:
    found = checked_with_the_law("scala")
    assert found.problems == ()
    assert found.states > 500
    assert max(track.states for tracks in found.tracks.values() for track in tracks) < 10_000
    print(f"scala: {found.states} states in {sum(map(len, found.tracks.values()))} tracks")


@pytest.mark.rule("SCA-BIJ")
def test_a_school_may_add_annexes_of_its_own_and_the_header_says_so() -> None:
    assert "eigen bijlagen" in protocol_of("scala").adopted
    with TemporaryDirectory() as folder:
        annex = Path(folder) / "regenboog.yml"
        annex.write_text(
            "protocol: regenboog\n"
            "extends: scala\n"
            "version: 2026-08-01\n"
            "title: Scala met de bijlage van De Regenboog\n"
            "articles:\n"
            "  RB-1: {ref: Bijlage 1, text: De mentor hoort het ook.}\n"
            "kinds:\n"
            "  ontsporing:\n"
            "    tasks:\n"
            "      mentor: {label: De mentor inlichten, who: directie, when: {plaatser: leerling}, cite: [RB-1]}\n",
            encoding="utf-8",
        )
        source = read(annex)
    assert source.place("articles.RB-1")[0] == source.place("kinds.ontsporing.tasks.mentor")[0] == "regenboog.yml"
    assert source.place("articles.SCA-S5")[0] == source.place("kinds.ontsporing.tasks.dossier_kind")[0] == "scala.yml"
    assert check(source.protocol, protocol_of("common")).problems == ()
    play = Play(protocol=source.protocol)
    play.to_directie("leerling")
    assert {"mentor", "leerkracht_aanwijzen"} <= play.musts()


@pytest.mark.rule("SCA-D1")
def test_everybody_of_scala_can_be_the_one_who_posted() -> None:
    assert list(protocol_of("scala").facts["plaatser"].of) == POSTERS


@pytest.mark.rule("SCA-D2")
@pytest.mark.parametrize("relation", ["direct", "overlap", "geen", "weet_niet"])
def test_a_report_says_what_it_has_to_do_with_school(relation: str) -> None:
    assert "relatie" in protocol_of("scala").kinds["ontsporing"].more
    assert reported(relatie=relation).case.fact("relatie") == relation


@pytest.mark.parametrize(
    "nature",
    [pytest.param(one, marks=pytest.mark.rule(rule)) for rule, natures in NATURES.items() for one in natures],
)
def test_a_report_says_what_it_is_about(nature: str) -> None:
    assert "aard" in protocol_of("scala").kinds["ontsporing"].more
    assert reported(aard=(nature,)).case.facts["aard"].value == (nature,)


@pytest.mark.rule("SCA-A10")
@pytest.mark.parametrize("level", ["leidinggevende", "directie", "bestuur"])
def test_who_reports_chooses_the_leidinggevende_the_directie_or_the_bestuur(level: str) -> None:
    play = reported(melden_aan=level)
    assert play.asked_of("strategie") == {level}


@pytest.mark.rule("SCA-B5")
@pytest.mark.rule("SCA-B4b")
@pytest.mark.rule("SCA-C3")
def test_the_holding_reply_is_there_to_copy_and_the_report_goes_to_the_leidinggevende() -> None:
    protocol = protocol_of("scala")
    assert "kom hier later op terug" in protocol.texts["tussenantwoord"]
    for rule in ("SCA-B4b", "SCA-C3"):
        assert "erop terugkomt" in protocol.articles[rule].text
        assert "ontsporing.ontvangst" in protocol.articles[rule].shown
    assert reported().asked_of("strategie") == {"leidinggevende"}


@pytest.mark.rule("SCA-B6")
def test_doubt_about_a_publication_goes_to_the_leidinggevende() -> None:
    play = asked_to_publish(hoedanigheid="persoonlijk")
    assert play.asked_of("beoordelen") == {"leidinggevende"}


@pytest.mark.rule("SCA-A2")
@pytest.mark.rule("SCA-A5a")
@pytest.mark.parametrize("answer", ["deels", "nee", "weet_niet"])
@pytest.mark.parametrize("outcome", ["akkoord", "akkoord_mits"])
def test_without_the_consent_of_this_school_year_nothing_is_approved(answer: str, outcome: str) -> None:
    play = asked_to_publish(plek="schoolaccount", personen=("leerlingen",), toestemming=answer)
    for words in ("Social Schools", "dit schooljaar"):
        assert words in play.protocol.facts["toestemming"].help
    with pytest.raises(BarredError):
        play.finish("beoordelen", outcome)
    play.correct(by="leidinggevende", toestemming="ja")
    play.finish("beoordelen", outcome)
    assert "plaatsing" in play.open()


@pytest.mark.rule("SCA-A5b")
def test_a_colleague_in_the_picture_asks_for_an_agreement_among_colleagues() -> None:
    play = asked_to_publish(personen=("collegas",))
    assert play.case.facts["personen"].value == ("collegas",)
    remark = play.kind.remarks["collegas"]
    assert (remark.words, dict(remark.when)) == ((), {"personen": ("collegas",)})
    assert "onderling afgesproken" in remark.text


@pytest.mark.rule("SCA-C1")
def test_a_private_text_is_checked_for_who_is_in_it_and_for_the_good_name() -> None:
    play = asked_to_publish(hoedanigheid="persoonlijk", personen=("leerlingen",), toestemming="nee")
    assert play.case.fact("hoedanigheid") == "persoonlijk"
    remark = play.kind.remarks["prive"]
    assert "persoonlijk" in remark.when["hoedanigheid"]
    assert "zonder persoonsgegevens" in remark.text


@pytest.mark.rule("SCA-C2")
def test_a_private_text_is_held_against_mission_and_vision() -> None:
    play = asked_to_publish(hoedanigheid="persoonlijk")
    remark = play.kind.remarks["standpunt"]
    assert "persoonlijk" in remark.when["hoedanigheid"]
    assert "missie en visie" in remark.text


@pytest.mark.rule("SCA-DN")
def test_the_six_questions_of_the_poster_are_put_before_something_is_placed() -> None:
    protocol = protocol_of("scala")
    assert "denk_na" in protocol.kinds["publicatie"].intake
    assert list(protocol.fields["denk_na"].of) == ["doet_ertoe", "eerlijk", "nodig", "klopt", "netjes", "aardig"]


@pytest.mark.rule("SCA-S4")
@pytest.mark.rule("SCA-F1.4")
def test_there_are_five_measures_for_staff_and_each_asks_the_procedure_of_the_cao() -> None:
    question = protocol_of("scala").fields["maatregel_medewerker"]
    assert list(question.of) == ["waarschuwing", "schorsing", "berisping", "ontslag", "ontslag_staande_voet"]
    assert "cao" in question.help


@pytest.mark.rule("SCA-S6")
def test_the_measures_for_pupils_and_parents_are_an_open_list_of_five() -> None:
    options = protocol_of("scala").fields["maatregel_leerling"].of
    assert list(options) == ["bewaring", "verwijderen", "waarschuwing", "schorsing", "verwijdering", "anders"]
    assert "leerling" in options["verwijderen"]


@pytest.mark.rule("SCA-F1.7")
@pytest.mark.rule("SCA-F2a.4")
@pytest.mark.rule("SCA-F2k.8")
def test_a_statement_says_three_things_and_nobodys_name() -> None:
    question = protocol_of("scala").fields["statementtekst"]
    for words in ("met de betrokken persoon gesproken", "formeel", "aangifte"):
        assert words in question.template
    assert "Noem geen naam" in question.help


@pytest.mark.rule("SCA-S2")
@pytest.mark.rule("SCA-S5")
@pytest.mark.parametrize(
    "tasks, escaping",
    [
        (("dossier_medewerker", "dossier_kind", "dossier_ouder"), {"medewerker", "ikzelf", "leerling", "ouder"}),
        (("dossier_medewerker_directie",), {"medewerker", "ikzelf"}),
    ],
    ids=["each branch", "after an inadequate reaction"],
)
def test_the_check_finds_each_poster_who_would_escape_the_dossier(tasks: tuple[str, ...], escaping: set[str]) -> None:
    planted = changed("scala", {f"kinds/ontsporing/tasks/{task}/does": "" for task in tasks})
    problems = check(planted).problems
    assert {problem.key for problem in problems} == {f"dossiers.{poster}" for poster in escaping}


@pytest.mark.rule("SCA-F0a")
def test_the_directie_is_told_of_every_report() -> None:
    play = reported()
    assert "directie" in play.last.informed
    play.finish("strategie", "naar_directie")
    assert play.case.owner == "directie"


@pytest.mark.rule("SCA-F0b")
def test_a_directie_that_notices_it_itself_sends_the_notice_at_once() -> None:
    play = Play(protocol=protocol_of("scala"), melder="directie")
    assert "niet_reageren" in play.musts()
    assert play.asked_of("niet_reageren") == {"directie"}
    assert play.asked_of("strategie") == {"bestuur"}


@pytest.mark.rule("SCA-A2")
@pytest.mark.rule("SCA-A5a")
def test_consent_that_is_not_needed_cannot_be_said_of_people_who_are_recognisable() -> None:
    assert asked_to_publish(personen=("niemand",), toestemming="nvt").open() == {"beoordelen"}
    with pytest.raises(UnknownActionError):
        asked_to_publish(toestemming="vorig_jaar")
