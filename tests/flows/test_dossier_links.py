"""A link to a paper: one paper, a quarter of an hour, asked of the policy again at each opening."""

import json

from models import people
from tests.flows.papers import CONFIRMED, exported, links, opened, trail, until_dossier
from tests.flows.test_ontsporing import name_poster, until_directie
from tests.play import World
from workflows.usecases.paper_links import KINDS
from workflows.usecases.paper_links import links as links_of


def test_a_link_gives_one_paper_without_content_in_its_name_and_each_opening_is_on_record(world: World) -> None:
    directie = until_dossier(world)
    directie.press("Dossier")
    answer = opened(world, links(directie, "pdf")[0])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-0001-leerling.pdf"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    plain = opened(world, links(directie, "json")[0]).json()
    assert CONFIRMED in json.dumps(plain, ensure_ascii=False)
    assert "Sanne" not in json.dumps(plain, ensure_ascii=False)
    forms = [data["vorm"] for _, data in trail(world, "dossier_geexporteerd")]
    assert forms == ["pdf", "json"]


def test_a_link_dies_after_a_quarter_of_an_hour_and_a_forged_one_never_lives(sqlite_world: World) -> None:
    directie = until_dossier(sqlite_world)
    directie.press("Dossier")
    token = links(directie, "pdf")[0]
    assert opened(sqlite_world, token[:-2] + "xx").status_code == 404
    sqlite_world.advance(minutes=14)
    assert opened(sqlite_world, token).status_code == 200
    sqlite_world.advance(minutes=2)
    answer = opened(sqlite_world, token)
    assert answer.status_code == 404
    assert "Deze link werkt niet meer" in answer.text


def test_a_link_dies_with_the_right_to_the_paper(sqlite_world: World) -> None:
    directie = until_dossier(sqlite_world)
    directie.press("Dossier")
    token = links(directie, "pdf")[0]
    with sqlite_world.installation.context.store.write() as tx:
        tx.exec_driver_sql(f"update people set active = 0 where member = '{directie.user}'")  # noqa: S608
    sqlite_world.restart()
    assert opened(sqlite_world, token).status_code == 404


def test_who_does_not_handle_the_case_gets_no_paper_by_any_way(sqlite_world: World) -> None:
    until_dossier(sqlite_world)
    for address in ("sanne", "noor", "joris", "yara"):  # melder, outsider, a colleague, the administrator
        for paper in ("leerling", "tijdlijn"):
            found = exported(sqlite_world, "2026-0001", "--for", f"{address}@regenboog.example", "--dossier", paper)
            assert found.exit_code == 1
            assert "there is no such paper for this person" in found.output
    assert trail(sqlite_world, "geexporteerd", "dossier_geexporteerd") == []
    melder = sqlite_world.who("melder")
    melder.open_case()
    assert not {"Tijdlijn", "Dossier"} & set(melder.buttons())


def test_the_colleague_whom_it_is_about_opens_nothing_even_with_a_link_of_their_own(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    name_poster(sqlite_world, "medewerker", "U07PLAATS")
    ctx = sqlite_world.installation.context
    with ctx.store.read() as tx:
        case_id = str(tx.exec_driver_sql("select id from cases").scalar())
        joris = people.by_email(tx, "joris@regenboog.example")
    assert joris is not None
    with ctx.store.read() as tx:
        urls = [url for kind in KINDS for url in links_of(ctx, tx, joris.id, case_id, kind).values()]
    assert {opened(sqlite_world, url.rsplit("/", 1)[1]).status_code for url in urls} == {404}
