"""Lentiz: may this be published, by whom, and with whose leave."""

import pytest

from tests.workflows.engine.cast import protocol_of
from tests.workflows.engine.lentiz import APPROVALS, SOMEBODY, asked_to_publish, remark
from workflows.engine.conditions import holds
from workflows.engine.errors import BarredError, IncompleteError, NotAllowedError
from workflows.engine.personal_data import words_in


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
