"""Who asks what is held on them: looked up by the fg or the bestuur, given with others masked, each time on record."""

import json

import pytest

from models import contents
from models.contents import Writing
from tests.flows.inzage import (
    OTHERS,
    about_poster,
    address,
    ask,
    case_id,
    fetched,
    parts,
    person,
    reported,
    trail,
)
from tests.flows.test_ontsporing import hand_to_directie, name_poster
from tests.play import CAST, World, words

REFUSED = ["melder", "leidinggevende", "directie", "hr", "beheerder", "buitenstaander", "toezicht", "pr"]


def test_the_fg_gives_a_colleague_what_is_held_on_them_with_everybody_else_masked(world: World) -> None:
    about_poster(world)
    hands = ask(world, collega=CAST["plaatser"])
    assert "Joris Smit" in hands.shown()
    found = parts(hands)
    assert found["personeelslijst"][0]["naam"] == "Joris Smit"
    assert found["personeelslijst"][1]["leidinggevende"].startswith("[collega")
    assert [(one["zaak"], one["rol"]) for one in found["zaken"]] == [("2026-0001", "plaatser, genoemd in een tekst")]
    text = next(one for one in found["anderen"] if "filmpje" in one["tekst"])
    assert (text["door"], text["gevonden"]) == ("melder", "hele naam")
    assert "Joris Smit plaatste een filmpje van [persoon 1]" in text["tekst"]
    assert {one["wie"] for one in found["ingezien"]} == {"leidinggevende", "directie"}
    whole = fetched(hands).text
    assert [one for one in OTHERS if one in whole] == []
    assert [one for one in ("Sanne", "Bakker", "Ingrid", "Marjan", "Visser") if one in whole] == []


def test_the_same_is_a_pdf(sqlite_world: World) -> None:
    about_poster(sqlite_world)
    answer = fetched(ask(sqlite_world, collega=CAST["plaatser"]), "pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_melder_gets_her_own_words_and_not_the_names_in_them(sqlite_world: World) -> None:
    reported(sqlite_world)
    found = parts(ask(sqlite_world, collega=CAST["melder"]))
    assert [one["rol"] for one in found["zaken"]] == ["melder"]
    assert any("filmpje" in one["tekst"] for one in found["eigen"])
    assert [one for one in (*OTHERS, "Joris") if one in json.dumps(found, ensure_ascii=False)] == []


def test_a_pupil_is_found_by_name_and_only_the_pupil_is_named(sqlite_world: World) -> None:
    reported(sqlite_world)
    hands = ask(sqlite_world, naam="Kevin Zwartkruis")
    found = parts(hands)
    whole = json.dumps(found, ensure_ascii=False)
    assert found["anderen"][0]["gevonden"] == "hele naam"
    assert "filmpje van Kevin Zwartkruis" in found["anderen"][0]["tekst"]
    assert [one for one in ("Joris", "Smit", "Lotte", "Jansen", "12345678", "insta") if one in whole] == []
    assert found["personeelslijst"] == []
    assert "jonger dan 16 jaar" in hands.shown()
    assert "mist namen zonder hoofdletter" in fetched(hands).text


@pytest.mark.parametrize("name, sure", [("Kevin Zwartkruis", "hele naam"), ("Kevin de Boer", "deel"), ("Piet Pot", "")])
def test_how_sure_it_is_that_a_text_is_about_somebody_stands_with_it(sqlite_world: World, name: str, sure: str) -> None:
    reported(sqlite_world)
    found = parts(ask(sqlite_world, naam=name))["anderen"]
    assert bool(found) == bool(sure)
    assert all(one["gevonden"].startswith(sure) for one in found)


def test_each_giving_is_on_record_in_the_case_and_in_the_schools_own_trail(world: World) -> None:
    about_poster(world)
    hands = ask(world, collega=CAST["plaatser"])
    fg, joris = person(world, "fg"), person(world, "plaatser")
    [(_, by, asked)] = trail(world, "inzage_gevraagd")
    assert (by, asked) == (fg, {"over": joris, "verzoek": asked["verzoek"]})
    assert trail(world, "inzage_gegeven") == []
    fetched(hands)
    in_case, own = sorted(trail(world, "inzage_gegeven"), key=lambda one: one[0] is None)
    assert (in_case[0], in_case[1]) == (case_id(world), fg)
    assert joris not in json.dumps(in_case[2]), "of whom a case is about its trail holds a digest"
    assert asked["verzoek"] not in json.dumps(in_case[2])
    assert own == (None, fg, asked)


def test_the_name_of_a_pupil_stands_in_no_trail_no_link_and_no_message(sqlite_world: World) -> None:
    reported(sqlite_world)
    hands = ask(sqlite_world, naam="Kevin Zwartkruis")
    fetched(hands)
    with sqlite_world.installation.context.store.read() as tx:
        kept = json.dumps([[str(one) for one in row] for row in tx.exec_driver_sql("select * from entries").all()])
    assert "wartkruis" not in kept + address(hands, "json") + sqlite_world.posted()
    [asked], given = trail(sqlite_world, "inzage_gevraagd"), trail(sqlite_world, "inzage_gegeven")
    assert set(asked[2]) == {"verzoek"}, "a digest of a typed name can be guessed as long as its key is there"
    assert [one for one in given if one[0] is None] == [asked]
    assert ["over" in one[2] for one in given if one[0]] == [True]


@pytest.mark.parametrize("name", REFUSED)
def test_nobody_else_has_the_button_or_gets_the_form(sqlite_world: World, name: str) -> None:
    hands = sqlite_world.who(name)
    assert "Inzageverzoek" not in words(hands.home()["blocks"])
    reply = sqlite_world.installation.desk.press(hands.user, "rights.ask", "", context={}, answers={}, key="k")
    assert reply.form is None
    answers = {"naam": "Kevin Zwartkruis", "kenmerk": "x"}
    sent = sqlite_world.installation.desk.submit(hands.user, "rights", context={}, answers=answers, key="k2")
    assert sent.errors
    assert sent.form is None


def test_a_fast_lane_case_is_told_by_the_bestuur_and_not_by_the_fg(world: World) -> None:
    reported(world, zedenvermoeden="ja")
    for_fg = ask(world, collega=CAST["plaatser"])
    assert "Het bestuur moet daarover beslissen" in for_fg.shown()
    assert parts(for_fg)["zaken"] == parts(for_fg)["anderen"] == parts(for_fg)["ingezien"] == []
    for_board = ask(world, "bestuur", collega=CAST["plaatser"])
    assert len(parts(for_board)["zaken"]) == 1
    assert {one[1] for one in trail(world, "inzage_gegeven") if one[0]} == {person(world, "bestuur")}


def test_what_the_fg_reads_is_the_same_when_there_is_no_fast_lane_case(sqlite_world: World) -> None:
    before = ask(sqlite_world, collega=CAST["plaatser"]).shown()
    reported(sqlite_world, zedenvermoeden="ja")
    assert ask(sqlite_world, collega=CAST["plaatser"]).shown() == before


def test_nobody_tells_of_a_case_about_themselves(sqlite_world: World) -> None:
    reported(sqlite_world)
    hand_to_directie(sqlite_world)
    name_poster(sqlite_world, "medewerker", CAST["fg"])
    assert parts(ask(sqlite_world, naam="Kevin Zwartkruis"))["zaken"] == []
    assert len(parts(ask(sqlite_world, "bestuur", naam="Kevin Zwartkruis"))["zaken"]) == 1


@pytest.mark.parametrize(
    "answers, field",
    [
        ({"kenmerk": "x"}, "naam"),
        ({"kenmerk": "x", "naam": "Kevin Zwartkruis", "collega": "U07PLAATS"}, "naam"),
        ({"kenmerk": "  ", "naam": "Kevin Zwartkruis"}, "kenmerk"),
        ({"kenmerk": "x" * 151, "naam": "Kevin Zwartkruis"}, "kenmerk"),
        ({"kenmerk": "x", "naam": "y" * 101}, "naam"),
        ({"kenmerk": "x", "naam": "de"}, "naam"),
        ({"kenmerk": "x", "naam": "foto"}, "naam"),
        ({"kenmerk": "x", "naam": "Kevin"}, "naam"),
        ({"kenmerk": "x", "collega": "U99NIEMAND"}, "collega"),
    ],
)
def test_what_is_missing_is_told_at_its_field(sqlite_world: World, answers: dict[str, str], field: str) -> None:
    reply = sqlite_world.installation.desk.submit(CAST["fg"], "rights", context={}, answers=answers, key="k")
    assert set(reply.errors) == {field}


def test_a_link_dies_after_a_quarter_of_an_hour_and_with_the_role(sqlite_world: World) -> None:
    reported(sqlite_world)
    hands = ask(sqlite_world, collega=CAST["plaatser"])
    url = address(hands, "json")
    sqlite_world.advance(minutes=16)
    assert sqlite_world.http.get(url, timeout=5).status_code == 404
    url = address(ask(sqlite_world, collega=CAST["plaatser"]), "json")
    base = url.rsplit("/", 1)[0]
    for forged in ("x", "a.b.c.json", "%00.pdf"):
        assert sqlite_world.http.get(f"{base}/{forged}", timeout=5).status_code == 404
    with sqlite_world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update posts set roles = '' where roles like '%fg%'")
    assert sqlite_world.http.get(url, timeout=5).status_code == 404


def test_the_bestuur_has_a_case_rest_from_the_request_without_reading_it(sqlite_world: World) -> None:
    about_poster(sqlite_world)
    assert "Beperken" not in ask(sqlite_world, "fg", collega=CAST["plaatser"]).shown()
    hands = ask(sqlite_world, "bestuur", collega=CAST["plaatser"])
    hands.press("Beperken: 2026-0001")
    assert hands.fill(reden="Betwist dat hij het was.", wie_vroeg="betrokkene")["ok"]
    with sqlite_world.installation.context.store.read() as tx:
        assert tx.exec_driver_sql("select restricted from cases").scalar()
    assert "foto" not in hands.shown()


def test_where_there_is_too_much_to_look_through_at_once_the_link_looks_it_up(sqlite_world: World) -> None:
    about_poster(sqlite_world)
    ctx = sqlite_world.installation.context
    now = ctx.now()
    many = [Writing(id=f"w{n}", key="aanvulling", author="x", at=now, text=f"Regel {n}") for n in range(2001)]
    with ctx.store.write() as tx:
        contents.put(tx, ctx.keyring, case_id(sqlite_world), many)
    hands = ask(sqlite_world, collega=CAST["pr"])
    assert "als u een van de links opent" in hands.shown()
    assert len(parts(hands)["personeelslijst"]) == 2
    assert parts(hands)["zaken"] == []
