"""Udens: in what capacity somebody writes, and who always represents the college."""

import pytest

from tests.workflows.engine.cast import protocol_of
from tests.workflows.engine.udens import DIRECTORS, asked_to_publish, reported
from workflows.engine.errors import IncompleteError, UnknownActionError


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
