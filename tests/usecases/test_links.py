"""A link to a file opens for one person, a quarter of an hour, as long as that person may see the case."""

import hashlib
import re

import pytest
import requests
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from tests.play import World
from workflows.usecases.sight import LINK_SECONDS, link_signer

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


class OldSigner(TimestampSigner):
    """Signs as it would have a quarter of an hour ago."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - LINK_SECONDS - 1


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
    return str(link_signer(world.installation.context).dumps([content(world), person(world, name)]))


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
    secret = reported.installation.context.keyring.secret("file-link")
    old = URLSafeTimedSerializer(secret, salt="file", signer=OldSigner)
    token = str(old.dumps([content(reported), person(reported, "leidinggevende")]))
    answer = open_link(reported, token)
    assert answer.status_code == 404
    assert "Deze link werkt niet meer" in answer.text


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "W10.x.y"])
def test_a_forged_link_opens_nothing(reported: World, token: str) -> None:
    assert open_link(reported, token).status_code == 404


def test_a_link_signed_with_another_key_or_holding_something_else_opens_nothing(reported: World) -> None:
    forged = URLSafeTimedSerializer(b"other", salt="file").dumps(
        [content(reported), person(reported, "leidinggevende")]
    )
    assert open_link(reported, str(forged)).status_code == 404
    signer = link_signer(reported.installation.context)
    for told in (
        [],
        ["a", "b", "c"],
        7,
        ["unknown", person(reported, "leidinggevende")],
        [content(reported), "nobody"],
    ):
        assert open_link(reported, str(signer.dumps(told))).status_code == 404


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
