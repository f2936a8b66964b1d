"""Who works at more than one school says to which one a report belongs; its people handle it and nobody else."""

from pathlib import Path

import pytest

from tests.flows.test_overdragen import staff
from tests.play import CAST, Hands, World, words
from workflows.cards.elements import Field

SCHOOL = "zaak.school"
ZON = (
    "sanne@regenboog.example,Sanne Bakker,Vakleerkracht muziek,De Zon,,peter@regenboog.example,,,,",
    "peter@regenboog.example,Peter Kuipers,Teamleider,De Zon,,noor@regenboog.example,,,,",
    "noor@regenboog.example,Noor Willems,Directeur,De Zon,directie,henk@regenboog.example,,,,",
)


def open_report(world: World, who: str = "melder") -> Hands:
    hands = world.who(who)
    hands.command("/melden")
    return hands


def school_of(world: World) -> str:
    with world.installation.context.store.read() as tx:
        return str(tx.exec_driver_sql("select school from cases").scalar())


def field(hands: Hands, key: str) -> dict[str, object]:
    return next(one["element"] for one in hands.modal["blocks"] if one["block_id"] == key)


def test_with_one_school_nothing_is_asked(sqlite_world: World) -> None:
    staff(sqlite_world, *ZON[1:])
    melder = open_report(sqlite_world)
    assert SCHOOL not in melder.fields()
    melder.fill(zedenvermoeden="nee", toelichting="Ruzie", spoed="nee")
    assert school_of(sqlite_world) == "De Regenboog"


def test_a_report_belongs_to_the_school_that_was_chosen_and_goes_to_its_people(world: World) -> None:
    staff(world, *ZON)
    melder = open_report(world)
    assert melder.fields()[0] == SCHOOL
    assert "Bij welke school hoort dit?" in melder.shown()
    assert field(melder, SCHOOL)["initial_option"]["value"] == "De Regenboog"  # type: ignore[index]
    melder.fill(**{SCHOOL: "De Zon", "zedenvermoeden": "nee", "toelichting": "Ruzie", "spoed": "nee"})
    world.settle()
    assert school_of(world) == "De Zon"
    assert "Peter Kuipers" in melder.shown()
    assert not world.who("leidinggevende").messages
    leider = world.who("U09IB")
    assert "U bent leidinggevende van Sanne Bakker." in leider.open_case()
    leider.decide("Naar de directie")
    assert "Mededeling opstellen" in words(world.who("U13STAG").messages[-1]["blocks"])
    assert not world.who("directie").messages


def test_the_first_school_stands_filled_in_and_the_choice_stays_when_the_form_is_drawn_anew(
    sqlite_world: World,
) -> None:
    staff(sqlite_world, *ZON)
    melder = open_report(sqlite_world)
    melder.choose(SCHOOL, "De Zon")
    assert field(melder, SCHOOL)["initial_option"]["value"] == "De Zon"  # type: ignore[index]
    melder.press("Meer invullen")
    assert field(melder, SCHOOL)["initial_option"]["value"] == "De Zon"  # type: ignore[index]
    assert melder.fill(zedenvermoeden="nee", toelichting="Ruzie", spoed="nee")["ok"]
    assert school_of(sqlite_world) == "De Zon"


@pytest.mark.parametrize("who", ["melder", "leerkracht"])
def test_a_school_that_was_not_offered_is_refused_and_nothing_is_kept(sqlite_world: World, who: str) -> None:
    staff(sqlite_world, *ZON)
    answers = {SCHOOL: "De Maan", "zedenvermoeden": "nee", "toelichting": "x", "spoed": "nee"}
    if who == "leerkracht":
        answers[SCHOOL] = "De Zon"
    reply = sqlite_world.installation.desk.submit(
        CAST[who], "intake", context={"kind": "ontsporing"}, answers=answers, key="k"
    )
    assert reply.errors.keys() == {SCHOOL}
    assert school_of(sqlite_world) == "None"


def test_a_question_about_a_text_uses_the_job_title_of_the_school_that_was_chosen(tmp_path: Path) -> None:
    world = World(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}", protocol="laurens")
    try:
        staff(world, *ZON)
        melder = world.who("melder")
        melder.command("/publiceren")
        melder.choose(SCHOOL, "De Zon")
        melder.press("Zeggen dat u hier werkt, met uw functie")
        assert "Ik ben vakleerkracht muziek" in str(field(melder, "tekst")["initial_value"])
    finally:
        world.close()


def test_only_a_school_where_the_role_is_held_is_offered_for_what_a_role_may_start(tmp_path: Path) -> None:
    world = World(tmp_path, f"sqlite:///{tmp_path / 'ruggespraak.db'}", protocol="lentiz")
    try:
        staff(world, *ZON, "marjan@regenboog.example,Marjan Visser,Leerkracht,De Zon,,noor@regenboog.example,,,,")
        directie = CAST["directie"]
        reply = world.installation.desk.start(directie, "controle")
        assert reply.form is not None
        assert not [one for one in reply.form.elements if isinstance(one, Field) and one.key == SCHOOL]
        assert [one.key for one in asked(world, directie, "ontsporing")][:1] == [SCHOOL]
    finally:
        world.close()


def asked(world: World, member: str, kind: str) -> list[Field]:
    form = world.installation.desk.start(member, kind).form
    assert form is not None
    return [one for one in form.elements if isinstance(one, Field)]
