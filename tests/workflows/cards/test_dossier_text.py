"""The draft of a dossier entry: every branch of every protocol, under headings, without whom it may not name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflows.cards.branches import Written, branches, walk
from tests.workflows.engine.cast import Play, protocol_of, with_facts
from workflows.cards.dossier_text import dossier_text, headings
from workflows.engine.errors import NotAllowedError
from workflows.engine.filing import KINDS, may_file
from workflows.protocol_files import available

HEADED = (
    "Wat er is gemeld",
    "Gesprek en wat de ander ervan vindt",
    "Stappen die de wet of de politie raken",
    "Besluiten",
    "Maatregelen",
    "Vragen, antwoorden en aanvullingen",
)
UNKNOWN = {"oud_medewerker", "andere_volwassene"}


def part(text: str, heading: str) -> str:
    """Return what stands under a heading."""
    after = text.split(f"\n{heading}\n")[1]
    return min((after.split(f"\n{other}\n")[0] for other in HEADED), key=len)


@pytest.mark.parametrize("name, poster", list(branches()))
def test_every_branch_of_every_protocol_gives_a_draft_with_what_was_said_decided_and_done(
    name: str, poster: str
) -> None:
    branch = walk(name, poster)
    text = branch.draft()
    assert [one for one in HEADED if f"\n{one}\n" in text] == list(HEADED)
    assert set(HEADED) == headings()
    assert "groepsapp van groep 8" in part(text, HEADED[0])
    assert "Op school gesproken" in part(text, HEADED[1])
    assert "Kan dit strafbaar zijn?" in part(text, HEADED[2])
    assert "Strategie bepalen: Naar de " in part(text, HEADED[3])
    assert "Welke maatregel?" in part(text, HEADED[4])
    assert "Marieke Melder" not in text
    assert "Lotte Klaassen" not in part(text, HEADED[0])


@pytest.mark.parametrize("name", [name for name in available() if name != "udens"])
def test_what_the_inspector_said_stands_with_the_legal_steps_and_the_own_view_with_the_talk(name: str) -> None:
    text = walk(name, "medewerker").draft()
    assert "De vertrouwensinspecteur bellen: Gebeld" in part(text, HEADED[2])
    assert "Leg vast wat er gezegd is" in part(text, HEADED[2])
    assert "Vond het eerst grappig" in part(text, HEADED[1])


def test_what_was_said_with_who_was_hurt_stays_out_of_the_file_of_who_posted() -> None:
    branch = walk("laurens", "leerling")
    hurt = [one for one in branch.written if one.task == "slachtoffer_spreken"]
    assert hurt
    secret = [replace(one, text="HET SLACHTOFFER ZEI") if one in hurt else one for one in branch.written]
    text = dossier_text(branch.play.protocol, branch.play.case, secret, {})
    assert "SLACHTOFFER" not in text
    assert "Spreken met wie geraakt is" not in text


def test_without_an_own_view_the_draft_says_that_it_is_missing() -> None:
    branch = walk("scala", "medewerker")
    written = [one for one in branch.written if one.key != "zienswijze"]
    text = dossier_text(branch.play.protocol, branch.play.case, written, {})
    assert "Er is niet apart opgeschreven wat de ander er zelf van vindt." in part(text, HEADED[1])


def test_a_question_its_answer_and_an_addition_are_there_and_the_melder_is_not_named() -> None:
    branch = walk("scala", "leerling")
    play = branch.play
    asked = replace(play.case.rounds[0], task="antwoord", number=1, state="done", outcome="beantwoord", by="melder")
    asked = replace(asked, assignees=(replace(play.case.rounds[0].assignees[0], person="melder", role="melder"),))
    asked = replace(asked, ended_at=play.now)
    outcome = next(iter(play.kind.tasks["antwoord"].outcomes), "gedaan")
    case = replace(play.case, rounds=(*play.case.rounds, replace(asked, outcome=outcome)))
    words = [
        Written(key="vraag", task="antwoord", number=1, text="Sinds wanneer?", at=play.now),
        Written(key="antwoord", task="antwoord", number=1, text="Sinds maandag.", at=play.now),
        Written(key="aanvulling", task="", number=0, text="Er is nog een bericht.", at=play.now),
    ]
    text = part(dossier_text(play.protocol, case, [*branch.written, *words], {"melder": "Marieke Melder"}), HEADED[5])
    assert all(one in text for one in ("de melder", "Sinds wanneer?", "Sinds maandag.", "Er is nog een bericht."))
    assert "Marieke" not in text


def test_a_view_that_was_added_to_the_case_stands_with_the_talk() -> None:
    branch = walk("scala", "medewerker")
    view = Written(
        key="zienswijze", task="", number=0, text="De plaatser\n\nIk bedoelde het anders.", at=branch.play.now
    )
    text = dossier_text(branch.play.protocol, branch.play.case, [*branch.written, view], {})
    assert "Ik bedoelde het anders." in part(text, HEADED[1])
    alone = [one for one in branch.written if one.key != "zienswijze"]
    assert "niet apart opgeschreven" not in dossier_text(branch.play.protocol, branch.play.case, [*alone, view], {})


def test_what_was_done_about_another_poster_stays_out() -> None:
    branch = walk("cvo-nwf", "medewerker")
    case = with_facts(branch.play.case, plaatser="leerling")
    text = dossier_text(branch.play.protocol, case, branch.written, {})
    assert "In gesprek met de medewerker" not in text
    assert "vertrouwensinspecteur" not in text
    assert "Kan dit strafbaar zijn?" in text


def test_what_is_too_long_is_shortened_everywhere_and_no_step_is_lost() -> None:
    branch = walk("laurens", "medewerker")
    long = [replace(one, text="Dit is een heel lang verhaal. " * 100) for one in branch.written]
    text = dossier_text(branch.play.protocol, branch.play.case, long, {})
    assert len(text) <= 3000
    assert "Maatregel overwegen: Maatregel nemen" in text
    assert text.endswith("(Delen zijn ingekort. De hele tekst staat in de zaak.)")


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("kind", KINDS)
def test_no_dossier_is_kept_of_an_adult_who_is_no_parent(name: str, kind: str) -> None:
    protocol = protocol_of(name)
    case = Play(protocol=protocol).case
    for poster in (
        {*protocol.facts["plaatser"].of} - set(protocol.dossiers) - {"medewerker", "ikzelf", "leerling", "ouder"}
    ):
        with pytest.raises(NotAllowedError):
            may_file(protocol, with_facts(case, plaatser=poster), kind)
    assert set(protocol.facts["plaatser"].of) >= UNKNOWN


@pytest.mark.parametrize("name, poster", list(branches()))
def test_a_dossier_is_kept_where_the_protocol_says_and_in_no_other(name: str, poster: str) -> None:
    protocol = protocol_of(name)
    case = with_facts(Play(protocol=protocol).case, plaatser=poster)
    right = protocol.dossiers[poster].type
    may_file(protocol, case, right)
    with pytest.raises(NotAllowedError):
        may_file(protocol, case, next(one for one in KINDS if one != right))


def test_the_stranger_is_refused_whatever_a_protocol_says() -> None:
    scala = protocol_of("scala")
    planted = scala.model_copy(update={"dossiers": {**scala.dossiers, "andere_volwassene": scala.dossiers["ouder"]}})
    with pytest.raises(NotAllowedError):
        may_file(planted, with_facts(Play().case, plaatser="andere_volwassene"), "leerling")


def test_the_draft_reads_the_same_a_day_later() -> None:
    branch = walk("scala", "ouder")
    before = branch.draft()
    branch.play.now += timedelta(days=1)
    assert branch.draft() == before
