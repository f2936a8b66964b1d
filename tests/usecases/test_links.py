"""A link opens for a quarter of an hour, as long as the person whom it was made for may see what it names."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from itsdangerous import URLSafeSerializer

from models.keyring import Keyring
from models.store import Store
from tests.play import World
from tests.usecases.school import School
from workflows.engine.errors import NotAllowedError
from workflows.usecases.links import FILE, PAPER, REQUEST, Door, link, signer, told_by

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def person(world: World, name: str) -> str:
    with world.installation.context.store.read() as tx:
        query = f"select id from people where member = '{world.who(name).user}'"  # noqa: S608
        return str(tx.exec_driver_sql(query).scalar())


def content(world: World) -> str:
    with world.installation.context.store.read() as tx:
        return str(tx.exec_driver_sql("select content from files").scalar())


def open_link(world: World, token: str) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{world.app.port}/bestand/{token}", timeout=5)


def sign(world: World, name: str) -> str:
    ctx = world.installation.context
    with ctx.store.read() as tx:
        return link(ctx, tx, FILE, [content(world), person(world, name)]).rpartition("/")[2]


@pytest.fixture
def reported(sqlite_world: World) -> World:
    melder = sqlite_world.who("melder")
    melder.command("/melden")
    file = melder.upload("beeld.png", PNG)
    melder.press("Meer invullen") if "bijlagen" not in melder.fields() else None
    melder.fill(zedenvermoeden="nee", toelichting="Ruzie", spoed="nee", bijlagen=[file])
    sqlite_world.settle()
    return sqlite_world


def test_a_handler_opens_the_file_from_the_case_and_that_is_on_record(reported: World) -> None:
    leider = reported.who("leidinggevende")
    leider.open_case()
    found = re.search(r"/bestand/([^\"|>\s]+)", str(leider.modal["blocks"]))
    assert found is not None
    answer = open_link(reported, found.group(1))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(PNG).digest()
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    with reported.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql("select actor from entries where type = 'bestand_gelezen'").all()
    assert [row[0] for row in rows] == [person(reported, "leidinggevende")]


@pytest.mark.parametrize("name", ["hr", "buitenstaander", "beheerder", "plaatser"])
def test_a_link_for_somebody_who_may_not_see_the_case_opens_nothing(reported: World, name: str) -> None:
    assert open_link(reported, sign(reported, name)).status_code == 404


def test_a_link_is_dead_after_a_quarter_of_an_hour(reported: World) -> None:
    token = sign(reported, "leidinggevende")
    reported.advance(minutes=14)
    assert open_link(reported, token).status_code == 200
    reported.advance(minutes=2)
    answer = open_link(reported, token)
    assert answer.status_code == 404
    assert "Deze link werkt niet meer" in answer.text


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "W10.x.y"])
def test_a_forged_link_opens_nothing(reported: World, token: str) -> None:
    assert open_link(reported, token).status_code == 404


def test_a_link_signed_with_another_key_or_holding_something_else_opens_nothing(reported: World) -> None:
    ctx = reported.installation.context
    late, pair = int(ctx.now().timestamp()) + 60, [content(reported), person(reported, "leidinggevende")]
    with ctx.store.read() as tx:
        ours = signer(tx, FILE)
    assert open_link(reported, str(ours.dumps([*pair, late]))).status_code == 200
    assert open_link(reported, str(URLSafeSerializer(b"other", salt=FILE).dumps([*pair, late]))).status_code == 404
    wrong = ([], ["a", "b", "c", late], 7, None, ["unknown", pair[1], late], [pair[0], "nobody", late])
    ends = ([*pair, "soon"], [*pair, None], [*pair, 10**30], [*pair, [late]], pair)
    for told in (*wrong, *ends):
        assert open_link(reported, str(ours.dumps(told))).status_code == 404


def test_who_works_here_no_longer_opens_nothing_any_more(reported: World) -> None:
    token = sign(reported, "leidinggevende")
    assert open_link(reported, token).status_code == 200
    with reported.installation.context.store.write() as tx:
        tx.exec_driver_sql("update people set active = false where member = 'U02LEIDER'")
    assert open_link(reported, token).status_code == 404


def test_who_lost_the_case_opens_nothing_any_more(reported: World) -> None:
    token = sign(reported, "leidinggevende")
    leider = reported.who("leidinggevende")
    leider.open_case()
    leider.press("Gegevens aanvullen")
    leider.fill(zedenvermoeden="ja", reden="Nieuwe informatie")
    assert open_link(reported, token).status_code == 404


def test_a_link_lives_on_when_a_new_key_is_put_in_front(school: School) -> None:
    with school.ctx.store.read() as tx:
        token = link(school.ctx, tx, PAPER, ["a", "b"]).rpartition("/")[2]
    keys = Keyring({"k2": bytes(range(1, 33)), "k1": bytes(range(32))})
    store = Store(school.ctx.store.url.render_as_string(hide_password=False), keys)
    later = replace(school.ctx, store=store, keyring=keys)
    with later.store.read() as tx:
        assert told_by(later, tx, PAPER, token, 2) == ["a", "b"]
    store.close()


@pytest.mark.parametrize("door", [FILE, PAPER, REQUEST])
def test_every_sort_of_link_lives_as_long_by_the_clock_of_the_app_and_opens_its_own_door(
    school: School, door: Door
) -> None:
    with school.ctx.store.read() as tx:
        token = link(school.ctx, tx, door, ["a"]).rpartition("/")[2]
        school.clock[0] += timedelta(minutes=15)
        assert told_by(school.ctx, tx, door, token, 1) == ["a"]
        for other in {FILE, PAPER, REQUEST} - {door}:
            with pytest.raises(NotAllowedError):
                told_by(school.ctx, tx, other, token, 1)
        school.clock[0] += timedelta(seconds=1)
        with pytest.raises(NotAllowedError):
            told_by(school.ctx, tx, door, token, 1)
