"""Somebody's own view in a case, and a case that rests because somebody asked for that."""

import json

import pytest

from tests.flows.inzage import about_poster, ask, case_id, parts, reported, trail
from tests.flows.test_ontsporing import hand_to_directie
from tests.play import CAST, Hands, World

# --- zienswijze


def add_view(world: World, who: str = "directie", **answers: str) -> Hands:
    hands = world.who(who)
    hands.open_case()
    hands.press("Zienswijze toevoegen")
    given = {"van_wie": "ouder", "zienswijze": "Het was een grap", "datum": "2026-11-24"} | answers
    assert hands.fill(**given)["ok"]
    return hands


def test_a_handler_adds_somebodys_own_view_and_it_stands_by_itself(world: World) -> None:
    reported(world)
    hand_to_directie(world)
    hands = add_view(world)
    shown = hands.shown()
    assert "Zienswijze\nEen ouder, 24-11-2026" in shown
    assert "Het was een grap" in shown
    assert "Opgeschreven door Marjan Visser" in shown
    (entry,) = trail(world, "zienswijze")
    assert entry[2]["wie"] == "ouder"
    assert "grap" not in json.dumps(entry[2]) + world.posted()
    add_view(world, zienswijze="Nog iets", van_wie="leerling")
    shown = hands.shown()
    assert "Het was een grap" in shown
    assert "Nog iets" in shown


def test_the_melder_sees_no_view_and_cannot_add_one(sqlite_world: World) -> None:
    reported(sqlite_world)
    hand_to_directie(sqlite_world)
    add_view(sqlite_world)
    melder = sqlite_world.who("melder")
    assert "grap" not in melder.open_case()
    assert "Zienswijze toevoegen" not in melder.buttons()
    for name in ("melder", "buitenstaander", "beheerder"):
        sqlite_world.who(name).home()
        reply = sqlite_world.installation.desk.press(
            CAST[name], "case.own_view", case_id(sqlite_world), context={}, answers={}, key=f"k{name}"
        )
        assert reply.form is None, name


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"van_wie": "buurman"}, "van_wie"),
        ({"zienswijze": "  "}, "zienswijze"),
        ({"zienswijze": "x" * 3001}, "zienswijze"),
        ({"datum": "2026-12-24"}, "datum"),
        ({"datum": "gisteren"}, "datum"),
    ],
)
def test_a_view_that_is_not_right_is_told_at_its_field(sqlite_world: World, wrong: dict[str, str], field: str) -> None:
    reported(sqlite_world)
    hand_to_directie(sqlite_world)
    answers = {"van_wie": "ouder", "zienswijze": "Grap", "datum": "2026-11-24"} | wrong
    context = {"case": case_id(sqlite_world)}
    reply = sqlite_world.installation.desk.submit(
        CAST["directie"], "own_view", context=context, answers=answers, key="k"
    )
    assert set(reply.errors) == {field}


# --- beperken


def rest(world: World) -> Hands:
    hands = world.who("directie")
    hands.open_case()
    hands.press("Beperken")
    assert hands.fill(wie_vroeg="betrokkene", reden="KANARIE-bezwaar")["ok"]
    world.settle()
    return hands


def test_a_case_rests_and_everybody_in_it_sees_that(world: World) -> None:
    about_poster(world)
    hands = rest(world)
    shown = hands.shown()
    assert "Deze zaak rust." in shown
    assert "KANARIE-bezwaar" in shown
    assert "Vastleggen" not in hands.buttons()
    assert "Zaak 2026-0001 rust." in world.who("directie").messages[-1]["text"]
    assert any("Zaak 2026-0001 rust." in one["text"] for one in world.who("leidinggevende").messages)
    (entry,) = trail(world, "beperkt")
    assert entry[2]["wie"] == "betrokkene"
    assert "KANARIE" not in json.dumps(entry[2]) + world.posted()


def test_nothing_is_done_to_a_case_that_rests_until_it_goes_on(world: World) -> None:
    about_poster(world)
    hands = rest(world)
    rounds = _rounds(world)
    for action in ("case.add", "case.ask", "case.correct", "case.own_view"):
        reply = world.installation.desk.press(
            CAST["directie"], action, case_id(world), context={}, answers={}, key=action
        )
        assert reply.form is None, action
    world.advance(days=9)
    assert _rounds(world) == rounds
    hands.open_case()
    hands.press("Beperking opheffen")
    assert "Vertel het eerst" in hands.shown()
    assert hands.fill(reden="Besproken met hem")["ok"]
    world.settle()
    assert "Deze zaak rust." not in hands.shown()
    assert len(trail(world, "beperking_opgeheven")) == 1
    assert "Vastleggen" in hands.buttons()
    assert "rust" not in world.who("directie").messages[-1]["text"]


def test_what_rests_already_does_not_rest_twice(sqlite_world: World) -> None:
    about_poster(sqlite_world)
    rest(sqlite_world)
    context = {"case": case_id(sqlite_world)}
    answers = {"wie_vroeg": "ouder", "reden": "nog eens"}
    desk = sqlite_world.installation.desk
    again = desk.submit(CAST["directie"], "restrict", context=context, answers=answers, key="k9")
    assert "rust al" in str(again.errors)
    assert len(trail(sqlite_world, "beperkt")) == 1


@pytest.mark.parametrize("name", ["melder", "leidinggevende", "hr", "beheerder", "buitenstaander", "plaatser"])
def test_only_who_may_has_a_case_rest(sqlite_world: World, name: str) -> None:
    about_poster(sqlite_world)
    context, desk = {"case": case_id(sqlite_world)}, sqlite_world.installation.desk
    answers = {"wie_vroeg": "ouder", "reden": "zomaar"}
    sqlite_world.who(name).home()
    assert desk.submit(CAST[name], "restrict", context=context, answers=answers, key="k").errors
    assert trail(sqlite_world, "beperkt") == []


def test_what_rests_is_in_the_overview_of_who_asks(sqlite_world: World) -> None:
    about_poster(sqlite_world)
    rest(sqlite_world)
    found = parts(ask(sqlite_world, collega=CAST["plaatser"]))
    assert [one["beperkt"] for one in found["zaken"]] == ["ja"]


def _rounds(world: World) -> list[tuple[str, str]]:
    with world.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql("select task, state from rounds order by seq").all()
    return [(row[0], row[1]) for row in rows]
