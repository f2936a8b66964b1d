"""Screenshots as evidence, in the real app: what the case tells of them, hostile names and contents, and no input."""

import re
from typing import Any

import pytest

from tests.flows.test_gesprek import PNG
from tests.play import TUESDAY, Hands, World, checked_source
from workflows.cards.file_lines import FileSight, file_note, shown_name, size_in_words
from workflows.cards.intake_form import intake_form
from workflows.cards.outcome_form import outcome_form
from workflows.engine.case import Case, Fact, Round
from workflows.engine.protocol import asked, outcomes
from workflows.protocol_files import available
from workflows.usecases.evidence import MAX_BYTES, judge

HOSTILE = [
    ("../../etc/passwd.png", "passwd.png"),
    ("..\\..\\windows\\hosts.png", "hosts.png"),
    ("foto\u202egnp.exe", "fotognp.exe"),
    ("foto\u2066\u200b.png\u2069", "foto.png"),
    ("regel\nVastgelegd.png", "regel Vastgelegd.png"),
    ("\x00\x1b[31m.png", "[31m.png"),
    ("", "schermafbeelding"),
    ("/", "schermafbeelding"),
    (" \u200b ", "schermafbeelding"),
]
POLYGLOT = PNG + b"<html><script>alert(document.domain)</script></html>"


def give(world: World, name: str = "scherm.png", data: bytes = PNG) -> str:
    """The melder reports with a file; returns its id in Slack."""
    melder = world.who("melder")
    melder.command("/melden")
    file = melder.upload(name, data)
    assert melder.fill(zedenvermoeden="nee", toelichting="Kijk", spoed="nee", bijlagen=[file])["ok"]
    world.settle()
    return file


def link(hands: Hands) -> str:
    found = re.search(r"/bestand/[^\"|>\s]+", str(hands.modal["blocks"]))
    assert found is not None
    return found.group()


def types(world: World) -> list[str]:
    with world.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql("select type from entries where case_id is not null order by id").scalars()
        return [str(row) for row in rows if str(row).startswith(("bestand_", "kopie_"))]


@pytest.mark.rule("X-6")
def test_the_case_tells_what_a_file_is_and_whether_slacks_copy_is_gone(world: World) -> None:
    file = give(world)
    leider = world.who("leidinggevende")
    shown = leider.open_case()
    assert "Bestand: scherm.png" in shown
    assert re.search(r"Afbeelding \(PNG\), \d+ bytes\. Controlegetal \(SHA-256\): [0-9a-f]{12}…", shown)
    assert "is vandaag om 10.00 uur gevraagd dat te doen" in shown
    world.advance(days=1)
    assert "staat er nog" in world.who("melder").messages[-1]["text"]
    assert "herinnerd" in leider.open_case()
    assert world.drive("file/delete", {"user": world.who("melder").user, "file": file})["ok"]
    world.advance(days=1)
    assert "De kopie in Slack is verwijderd." in leider.open_case()
    assert types(world) == [
        "bestand_ontvangen",
        "bestand_bewaard",
        "kopie_gevraagd",
        "kopie_herinnerd",
        "kopie_weg",
    ]
    assert "scherm.png" not in world.posted()


def test_another_persons_file_cannot_be_removed_by_hand(sqlite_world: World) -> None:
    file = give(sqlite_world)
    user = sqlite_world.who("leidinggevende").user
    assert not sqlite_world.drive("file/delete", {"user": user, "file": file})["ok"]


@pytest.mark.parametrize("name, shown", HOSTILE)
def test_a_hostile_name_is_shown_inert(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_name_of_three_hundred_signs_is_cut_and_keeps_its_end() -> None:
    shown = shown_name("a" * 296 + ".png")
    assert (len(shown), shown[-4:]) == (80, ".png")


@pytest.mark.parametrize("name", ["<!channel>.png", "*vet* _schuin_ <@U02LEIDER>.png", "a" * 250 + ".png"])
def test_nothing_in_a_name_acts_in_the_form(sqlite_world: World, name: str) -> None:
    give(sqlite_world, name)
    leider = sqlite_world.who("leidinggevende")
    assert "Bestand: " in leider.open_case()
    for block in _texts(leider.modal["blocks"]):
        if "Bestand:" in str(block.get("text")):
            assert block["type"] in ("plain_text", "text")
    assert name not in sqlite_world.posted()


def test_an_image_with_a_page_behind_it_opens_as_an_image_and_runs_nothing(sqlite_world: World) -> None:
    give(sqlite_world, data=POLYGLOT)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    answer = sqlite_world.http.get(f"http://127.0.0.1:{sqlite_world.app.port}{link(leider)}", timeout=5)
    assert (answer.content, answer.headers["Content-Type"]) == (POLYGLOT, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    "data, media, refusal",
    [
        (b"", "", "type"),
        (PNG.ljust(MAX_BYTES, b"\0"), "image/png", ""),
        (PNG.ljust(MAX_BYTES + 1, b"\0"), "", "size"),
        (b"<svg/>" + PNG, "", "type"),
        (b"PK\x03\x04" + b"\0" * 100, "", "type"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic", ""),
        (b"GIF89a/*<script>*/=1", "image/gif", ""),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data: bytes, media: str, refusal: str) -> None:
    found = judge(data)
    assert (found.media, found.refusal) == (media, refusal)


def test_a_lie_about_the_type_shows_in_the_case_with_what_became_of_the_copy(sqlite_world: World) -> None:
    give(sqlite_world, data=b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    sqlite_world.advance(minutes=1)
    shown = sqlite_world.who("leidinggevende").open_case()
    assert "Dit bestand is geen afbeelding of pdf en is niet bewaard. De app mag de kopie in Slack" in shown
    assert not re.search(r"/bestand/", str(sqlite_world.who("leidinggevende").modal["blocks"]))


def test_a_file_that_is_under_way_says_so() -> None:
    assert file_note(FileSight(state="waiting", copy="there"), TUESDAY) == ""
    assert "verwijdert de kopie" in file_note(FileSight(state="kept", copy="there", media="image/png"), TUESDAY)
    assert [size_in_words(size) for size in (0, 1023, 1024, 999_999, MAX_BYTES)] == [
        "0 bytes",
        "1023 bytes",
        "1 kB",
        "977 kB",
        "10,0 MB",
    ]


# --- no image may be kept


@pytest.mark.rule("X-5")
@pytest.mark.parametrize("name", available())
def test_no_form_of_any_protocol_has_a_file_input_when_no_image_may_be_kept(name: str) -> None:
    protocol = checked_source(name).protocol
    for kind_key, kind in protocol.kinds.items():
        case = _case(kind_key)
        for task_key, task in kind.tasks.items():
            found = Round(task=task_key, number=1, opened_at=case.created_at)
            for outcome in outcomes(task):
                if asked(task, outcome):
                    form = outcome_form(protocol, case, found, outcome, {})
                    assert not [one for one in form.elements if getattr(one, "type", "") == "file"]


@pytest.mark.rule("X-5")
@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("fact, value", [("zedenvermoeden", "ja"), ("aard", "seksueel")])
def test_the_intake_takes_its_file_input_away(name: str, fact: str, value: str) -> None:
    protocol = checked_source(name).protocol
    for kind_key in protocol.kinds:
        form = intake_form(protocol, kind_key, {fact: value}, "d", more=True)
        assert not [one for one in form.elements if getattr(one, "type", "") == "file"], kind_key


@pytest.mark.rule("X-5")
def test_nothing_is_asked_for_where_no_image_may_be_kept_and_the_copy_is_seen_to(world: World) -> None:
    melder = world.who("melder")
    melder.command("/melden")
    file = melder.upload("beeld.png", PNG)
    melder.fill(zedenvermoeden="ja", toelichting="Iets ergs", spoed="nee", bijlagen=[file])
    world.settle()
    assert any("uit Slack verwijderen" in one["text"] for one in melder.messages)
    melder.open_case()
    melder.press("Iets toevoegen")
    assert "bijlagen" not in melder.fields()
    world.advance(days=1)
    assert "staat er nog" in melder.messages[-1]["text"]
    assert "herinnerd" in world.who("bestuur").open_case()
    world.drive("file/delete", {"user": melder.user, "file": file})
    world.advance(days=1)
    assert "De kopie in Slack is verwijderd." in world.who("bestuur").open_case()
    assert types(world) == ["kopie_gevraagd", "kopie_herinnerd", "kopie_weg"]


@pytest.mark.rule("X-5")
def test_what_was_kept_is_destroyed_when_the_nature_turns_out_to_be_sexual(sqlite_world: World) -> None:
    give(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    token = link(leider)
    leider.press("Gegevens aanvullen")
    assert leider.fill(zedenvermoeden="ja", reden="Nieuwe informatie")["ok"]
    sqlite_world.settle()
    assert "bestand_vernietigd" in types(sqlite_world)
    answer = sqlite_world.http.get(f"http://127.0.0.1:{sqlite_world.app.port}{token}", timeout=5)
    assert answer.status_code == 404
    assert any("heeft het niet bewaard" in one["text"] for one in sqlite_world.who("melder").messages)


def _case(kind: str) -> Case:
    fact = Fact(value="ja", by="melder", at=TUESDAY)
    return Case(
        id="c",
        number="n",
        kind=kind,
        protocol="p",
        school="s",
        melder="melder",
        owner="directie",
        created_at=TUESDAY,
        facts={"zedenvermoeden": fact},
    )


def _texts(blocks: Any) -> list[dict[str, Any]]:
    if isinstance(blocks, list):
        return [found for one in blocks for found in _texts(one)]
    if not isinstance(blocks, dict):
        return []
    mine = [blocks] if isinstance(blocks.get("text"), str) else []
    return mine + [found for value in blocks.values() for found in _texts(value)]
