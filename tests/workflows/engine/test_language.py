"""What a protocol can say beside tasks and conditions: bars, known facts, answers at once, one task per person."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.workflows.engine.cast import Play, changed, person, protocol_of, school
from workflows.engine.actions import Correct, HandOn
from workflows.engine.calendar import AMSTERDAM, Calendar
from workflows.engine.contact import Contact, next_open
from workflows.engine.decide import CLOCK
from workflows.engine.errors import BarredError, IncompleteError, NotAllowedError, UnknownActionError
from workflows.engine.personal_data import personal_data, words_in
from workflows.engine.policy import is_handler, may
from workflows.engine.route import NAMED

ONT, PUB = "kinds/ontsporing/tasks", "kinds/publicatie/tasks"
ASK = {"plek": "schoolaccount", "hoedanigheid": "persoonlijk"}
EACH: dict[str, Any] = {
    "fields/gemachtigden": {"type": "people"},
    f"{ONT}/machtigen": {
        "who": "directie",
        "when": {"strategie": "naar_directie"},
        "outcomes": {"gemachtigd": {"asks": ["gemachtigden"]}},
    },
    f"{ONT}/beloven": {
        "who": {"each": "gemachtigden"},
        "late": "remind",
        "when": {"machtigen": "gemachtigd"},
        "outcomes": {"belooft": {}, "weigert": {"reopens": "machtigen"}},
    },
    f"{ONT}/uitvoeren": {"who": "directie", "when": {"beloven": "belooft"}},
}


def each(*people: str) -> Play:
    """Return a case in which these people were named."""
    play = Play(protocol=changed("scala", EACH))
    play.finish("strategie", "naar_directie")
    play.finish("machtigen", "gemachtigd", gemachtigden=people)
    return play


def open_for(play: Play) -> set[str]:
    return {found.person for found in play.case.open_rounds() if found.task == "beloven"}


def promise(play: Play, who: str, outcome: str = "belooft") -> None:
    found = next(one for one in play.case.open_rounds() if one.task == "beloven" and one.person == who)
    play.do(play.finishing("beloven", outcome, by=who, number=found.number))


def test_a_task_of_each_person_stands_open_once_for_everyone_who_is_named() -> None:
    play = each("hr", "leerkracht")
    assert open_for(play) == {"hr", "leerkracht"}
    assert play.held_by("hr") == play.held_by("leerkracht") == {"beloven"}
    promise(play, "hr")
    assert "uitvoeren" not in play.open(), "not everyone has promised"
    promise(play, "leerkracht")
    assert "uitvoeren" in play.open()


def test_nobody_promises_for_somebody_else_also_not_a_deputy_or_who_is_asked_next() -> None:
    away = person("hr", "manager_hrm", vervanger="vervanger", absent_until=date(2099, 1, 1))
    play = Play(protocol=changed("scala", EACH), circle=school(away))
    play.finish("strategie", "naar_directie")
    play.finish("machtigen", "gemachtigd", gemachtigden=("hr",))
    assert play.asked_of("beloven") == {"hr"}
    with pytest.raises(NotAllowedError):
        play.do(play.finishing("beloven", "belooft", by="leerkracht"))
    assert play.round("beloven").assignees[0].role == NAMED


def test_when_others_are_named_the_open_round_of_who_is_not_lapses_and_what_was_promised_stays() -> None:
    play = each("hr", "leerkracht")
    promise(play, "hr")
    promise(play, "leerkracht", "weigert")
    assert "machtigen" in play.open()
    assert open_for(play) == set()
    play.finish("machtigen", "gemachtigd", gemachtigden=("hr", "vervanger"))
    assert open_for(play) == {"vervanger"}
    promise(play, "vervanger")
    assert "uitvoeren" in play.open()


def test_who_refused_and_is_named_again_is_asked_again() -> None:
    play = each("hr")
    promise(play, "hr", "weigert")
    play.finish("machtigen", "gemachtigd", gemachtigden=("hr",))
    assert open_for(play) == {"hr"}
    promise(play, "hr")
    assert "uitvoeren" in play.open()


def test_who_is_named_may_read_the_case_while_the_task_is_theirs() -> None:
    play = each("hr")
    assert may("hr", "read", play.protocol, play.case, play.circle)
    with pytest.raises(NotAllowedError):
        may("leerkracht", "read", play.protocol, play.case, play.circle)


def test_who_the_case_is_about_is_not_asked_and_the_owner_can_only_say_that_it_is_not_possible() -> None:
    play = each("hr")
    play.correct(by="directie", betrokkenen=("hr",))
    assert play.asked_of("beloven") == {"directie"}
    with pytest.raises(NotAllowedError):
        play.finish("beloven", "belooft", by="directie")
    play.finish("beloven", "niet_mogelijk", by="directie")


@pytest.mark.parametrize("named", ["plaatser", "melder", "weg"])
def test_who_may_not_do_it_cannot_be_named(named: str) -> None:
    gone = person("weg", active=False)
    play = Play(protocol=changed("scala", EACH), circle=school(gone), plaatser_persoon="plaatser")
    play.finish("strategie", "naar_directie")
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("machtigen", "gemachtigd", gemachtigden=("hr", named)))
    assert refused.value.fields == {"gemachtigden": "field.person_involved"}


def test_who_must_promise_first_sees_nothing_until_then_and_nothing_after_refusing() -> None:
    play = Play("controle", protocol=protocol_of("lentiz"), melder="directie", doelgroep="medewerker")
    play.finish("besluit_controle", "toegestaan")
    play.finish("acties_bepalen", "bepaald", by="directie")
    play.finish("machtigen", "gemachtigd", gemachtigden=("hr", "leerkracht"))
    for who in ("hr", "leerkracht"):
        assert may(who, "read", play.protocol, play.case, play.circle).only_author == who
        assert not is_handler(who, play.case)
    rounds = {one.person: one.number for one in play.case.open_rounds() if one.task == "geheimhouding"}
    play.do(play.finishing("geheimhouding", "bevestigd", by="hr", number=rounds["hr"]))
    play.do(play.finishing("geheimhouding", "weigert", by="leerkracht", number=rounds["leerkracht"]))
    with pytest.raises(NotAllowedError):
        may("leerkracht", "read", play.protocol, play.case, play.circle)
    play.finish("machtigen", "gemachtigd", gemachtigden=("hr",))
    assert play.held_by("hr") == {"controle_uitvoeren"}
    assert may("hr", "read", play.protocol, play.case, play.circle).only_author is None


def test_an_outcome_that_a_bar_takes_away_is_refused_and_offered_again_after_a_correction() -> None:
    play = Play("publicatie", personen=("leerlingen",), toestemming="weet_niet", **ASK)
    with pytest.raises(BarredError) as refused:
        play.finish("beoordelen", "akkoord")
    assert "toestemming" in refused.value.params["text"]
    assert play.round("beoordelen").state == "open"
    play.correct(by="leidinggevende", toestemming="ja")
    play.finish("beoordelen", "akkoord")


@pytest.mark.parametrize("answer", ["deels", "nee", "weet_niet"])
@pytest.mark.parametrize("outcome", ["akkoord", "akkoord_mits"])
def test_unknown_consent_is_no(answer: str, outcome: str) -> None:
    play = Play("publicatie", personen=("leerlingen",), toestemming=answer, **ASK)
    with pytest.raises(BarredError):
        play.finish("beoordelen", outcome)
    play.finish("beoordelen", "niet_publiceren")


def test_a_new_revision_brings_new_answers_and_lifts_the_bar() -> None:
    play = Play("publicatie", personen=("leerlingen",), toestemming="nee", **ASK)
    play.finish("beoordelen", "aanpassen")
    play.finish("indienen", "ingediend", personen=("niemand",), toestemming="nvt")
    play.finish("beoordelen", "akkoord")


def test_consent_is_asked_again_when_somebody_turns_out_to_be_recognisable() -> None:
    play = Play("publicatie", personen=("niemand",), toestemming="nvt", **ASK)
    with pytest.raises(IncompleteError) as refused:
        play.correct(by="leidinggevende", personen=("collegas",))
    assert refused.value.fields == {"toestemming": "field.excluded"}
    play.correct(by="leidinggevende", personen=("collegas",), toestemming="nee")
    with pytest.raises(BarredError):
        play.finish("beoordelen", "akkoord")


def test_an_answer_that_the_others_exclude_is_refused_with_its_field() -> None:
    with pytest.raises(IncompleteError) as refused:
        Play("publicatie", personen=("leerlingen",), toestemming="nvt", **ASK)
    assert refused.value.fields == {"toestemming": "field.excluded"}
    play = Play("publicatie", personen=("niemand",), toestemming="nvt", **ASK)
    with pytest.raises(IncompleteError):
        play.do(Correct(actor="leidinggevende", facts={"personen": ("leerlingen",), "toestemming": "nvt"}, reason="r"))


KNOWN: dict[str, Any] = {
    "facts/baas": {
        "type": "choice",
        "of": {"ja": "Ja", "nee": "Nee"},
        "known": {"functie": ["directeur-bestuurder", "lid van de directie"], "rollen": ["bestuur"]},
    }
}


@pytest.mark.parametrize(
    "functie, expected",
    [
        ("Directeur-bestuurder", "ja"),
        ("directeur bestuurder a.i.", "ja"),
        ("Lid van de directie", "ja"),
        ("Waarnemend directeur-bestuurder", "ja"),
        ("Secretaresse van de directeur-bestuurder", "nee"),
        ("Directeur", "nee"),
        ("", "nee"),
    ],
)
def test_a_fact_that_is_known_reads_how_a_job_title_begins(functie: str, expected: str) -> None:
    melder = person("melder", leidinggevende="leidinggevende", functie=functie)
    play = Play(protocol=changed("scala", KNOWN), circle=school(melder))
    assert play.case.fact("baas") == expected
    assert play.case.facts["baas"].by == CLOCK


def test_a_fact_that_is_known_reads_a_role_and_nobody_can_set_it() -> None:
    play = Play(protocol=changed("scala", KNOWN), melder="bestuur")
    assert play.case.fact("baas") == "ja"
    with pytest.raises(UnknownActionError):
        Play(protocol=changed("scala", KNOWN), baas="ja")
    with pytest.raises(NotAllowedError):
        play.do(Correct(actor="toezicht", facts={"baas": "nee"}, reason="r"))


def test_what_the_protocol_answers_itself_ends_the_case_and_asks_nobody() -> None:
    answers = {"when": {"plek": "groepsapp"}, "task": "beoordelen", "outcome": "niet_publiceren", "rule": "SCA-B2"}
    protocol = changed("scala", {"kinds/publicatie/answers": {"nooit": answers}})
    play = Play("publicatie", protocol=protocol, personen=("niemand",), toestemming="nvt", plek="groepsapp")
    assert play.case.state == "closed"
    assert play.round("beoordelen").answers == {"artikel": "SCA-B2"}
    assert play.last.asked == {}
    assert play.last.entries[0].data["antwoord"] == "nooit"
    other = Play("publicatie", protocol=protocol, personen=("niemand",), toestemming="nvt", **ASK)
    assert other.asked_of("beoordelen") == {"leidinggevende"}


def test_a_task_opens_also_when_its_second_entry_holds_and_never_while_unless_does() -> None:
    assert "niet_reageren" not in Play().open()
    assert "niet_reageren" in Play(melder="directie").open()
    play = Play(melder="directie")
    play.finish("strategie", "buiten_bereik")
    assert "niet_reageren" not in play.open()


def test_a_role_by_the_value_of_a_fact() -> None:
    who = {"role_by": "spoed", "roles": {"ja": "bestuur"}, "default": "directie"}
    protocol = changed("scala", {f"{ONT}/strategie/who": who})
    assert Play(protocol=protocol, spoed="ja").asked_of("strategie") == {"bestuur"}
    assert Play(protocol=protocol).asked_of("strategie") == {"directie"}
    play = Play(protocol=protocol)
    play.do(HandOn(actor=CLOCK, task="strategie", number=1))
    assert play.asked_of("strategie") == {"directie", "bestuur"}


@pytest.mark.rule("X-3")
@pytest.mark.parametrize(
    "moment, expected",
    [
        ("2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 17:00", "2026-11-25 08:00"),
        ("2026-11-27 21:00", "2026-11-30 08:00"),
        ("2026-12-24 20:00", "2026-12-28 08:00"),
    ],
)
def test_the_inspector_picks_up_on_working_days_from_eight_to_five(moment: str, expected: str) -> None:
    calendar = Calendar(
        holidays={date(2026, 12, 25): "Eerste kerstdag", date(2026, 12, 26): "Tweede kerstdag"},
        days_off={date(2026, 11, 24): "studiedag"},
    )
    contact = Contact(label="Inspecteur", phone="0900", opens="08:00", closes="17:00")
    assert next_open(contact, calendar, local(moment)) == local(expected)


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)


SEEN = {
    "Bel 06-12345678 voor meer": ("telefoon",),
    "Bel 0512 52 53 54": ("telefoon",),
    "Bel +31 6 1234 5678": ("telefoon",),
    "Mail naar jan.jansen@school.nl": ("e_mail",),
    "BSN 111222333": ("bsn",),
    "Wij wonen aan de Dorpsstraat 12": ("adres",),
    "Het is op 1234 AB": ("adres",),
    "NL91 ABNA 0417 1643 00": ("rekening",),
}


@pytest.mark.parametrize("text", SEEN)
def test_personal_data_are_seen_by_their_shape(text: str) -> None:
    assert personal_data(text) == SEEN[text]


@pytest.mark.parametrize(
    "text", ["Groep 7 gaat op 12 mei 2026 naar het museum", "In 2026 zijn we met 1234 leerlingen", "Om 10.30 uur", ""]
)
def test_an_ordinary_text_holds_no_personal_data(text: str) -> None:
    assert personal_data(text) == ()


def test_words_are_found_whole_and_whatever_their_capitals() -> None:
    assert list(words_in("Op LENTIZ is het feest", ("Lentiz", "feestje"))) == ["Lentiz"]
