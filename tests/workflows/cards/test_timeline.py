"""The trail of a case in words: of its own protocol, for any sort of entry, within what a chat product takes."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from slackapp.modals import view
from tests.workflows.engine.cast import Play
from texts import has
from workflows.cards.timeline import Known, Line, Piece, timeline
from workflows.cards.timeline_paper import PAGE, timeline_form, timeline_paper
from workflows.engine.decide import CLOCK, Entry

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
NAMES = {"melder": "Marieke", "leidinggevende": "Ingrid de Wit", "directie": "Dorien van der Meulen"}
PIECES = {"c1": Piece(key="toelichting"), "c2": Piece(key="bijlagen", file="beeld.png"), "c3": Piece(key="aanvulling")}
KNOWN = Known(names=NAMES, numbers={"c9": "2026-0007"}, pieces=PIECES)
CASE = Play()
ELSEWHERE = {"afwezigheid_gemeld", "onbekende_medewerker", "personeel_ingelezen"}  # about no case


def entry(type_: str, actor: str = CLOCK, **data: str) -> Entry:
    return Entry(at=NOW, actor=actor, type=type_, data=data)


def told(*entries: Entry) -> tuple[Line, ...]:
    return timeline(CASE.protocol, CASE.case, entries, KNOWN)


def said(*entries: Entry) -> str:
    (line,) = told(*entries)
    return f"{line.who}: {line.what}"


def test_a_decision_reads_in_the_words_of_the_cases_own_protocol() -> None:
    done = entry("afgerond", "leidinggevende", taak="strategie", ronde="1", uitkomst="naar_directie")
    assert said(done) == "Ingrid de Wit: Strategie bepalen: Naar de directie."
    again = entry("geopend", taak="strategie", ronde="2", gevraagd="leidinggevende;directie")
    assert said(again) == "de app: Gevraagd aan Ingrid de Wit, Dorien van der Meulen: Strategie bepalen (ronde 2)."


def test_a_task_that_is_a_question_keeps_its_question_mark() -> None:
    done = entry("afgerond", "directie", taak="strafbaar_beoordelen", ronde="1", uitkomst="vastgelegd")
    assert said(done) == "Dorien van der Meulen: Kan dit strafbaar zijn? Vastleggen."
    asked = entry("geopend", taak="strafbaar_beoordelen", ronde="1", gevraagd="directie")
    assert said(asked) == "de app: Gevraagd aan Dorien van der Meulen: Kan dit strafbaar zijn?"


def test_what_was_put_right_is_told_with_its_labels_and_a_person_without_a_name() -> None:
    line = said(entry("gecorrigeerd", "directie", plaatser="leerling", plaatser_persoon="8c1f00aa"))
    assert line == "Dorien van der Meulen: Paste gegevens aan: Geplaatst door: Een leerling, Deze collega."


def test_what_one_person_wrote_at_once_is_one_line_with_the_start_of_each_digest() -> None:
    wrote = [entry("geschreven", "melder", id=one, digest=one * 32) for one in ("c1", "c2")]
    (line,) = told(*wrote)
    assert line.what == "Schreef of gaf: Wat gebeurt er?, bestand beeld.png."
    assert line.detail == f"Kenmerk: {'c1' * 8}, {'c2' * 8}"
    assert len(told(*wrote, entry("geschreven", "directie", id="c3", digest=""))) == 2


def test_what_is_gone_is_named_in_general_words() -> None:
    assert said(entry("geschreven", "melder", id="x")) == "Marieke: Schreef of gaf: tekst die er niet meer is."
    assert said(entry("bestand_gelezen", "weg", bestand="x")) == "iemand: Opende een bestand."
    assert said(entry("afgerond", "weg", taak="oude_taak", uitkomst="oud")) == "iemand: Oude taak: Oud."


@pytest.mark.parametrize(
    "made, expected",
    [
        (entry("bestand_gelezen", "directie", bestand="c2"), "Dorien van der Meulen: Opende bestand beeld.png."),
        (entry("samengevoegd", "directie", met="c9"), "Dorien van der Meulen: Voegde 2026-0007 met deze zaak samen."),
        (entry("overgedragen", "directie", taak="strategie", ronde="1", aan="leidinggevende", reden="c1"),
         "Dorien van der Meulen: Droeg over aan Ingrid de Wit: Strategie bepalen."),
        (entry("geexporteerd", "directie", soort="tijdlijn", vorm="pdf"),
         "Dorien van der Meulen: Haalde op als PDF: Tijdlijn."),
        (entry("dossier_geexporteerd", "directie", soort="leerling", vorm="json", via="beheer"),
         "Dorien van der Meulen: De systeembeheerder haalde op in naam van deze persoon, als JSON: Leerlingendossier."),
    ],
)  # fmt: skip
def test_reading_exporting_and_passing_on_are_in_it(made: Entry, expected: str) -> None:
    assert said(made) == expected


def test_every_sort_of_entry_that_the_app_writes_about_a_case_has_a_sentence() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "workflows").rglob("*.py")]
    found = {name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) for name in sorts(node)}
    assert len(found) > 20
    assert {name for name in found - ELSEWHERE if not has(f"timeline.{name}")} == set()


@given(
    type_=some.from_regex(r"[a-z_]{1,40}", fullmatch=True),
    data=some.dictionaries(
        some.sampled_from(
            ["taak", "ronde", "uitkomst", "gevraagd", "met", "bestand", "tot", "soort", "plaatser", "id"]
        ),
        some.text(max_size=30),
    ),
)
def test_an_entry_that_nobody_foresaw_is_a_line_and_no_error(type_: str, data: dict[str, str]) -> None:
    assert said(Entry(at=NOW, actor="?", type=type_, data=data)).startswith("iemand: ")


def test_an_unknown_sort_of_entry_reads_as_words() -> None:
    assert said(entry("iets_heel_nieuws", "directie", x="y")) == "Dorien van der Meulen: Iets heel nieuws"


def sorts(call: ast.Call) -> list[str]:
    """The sorts of entry that a call writes."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name == "Entry":
        values = [one.value for one in call.keywords if one.arg == "type"]
    else:
        values = call.args if name in ("note", "_note") else []
    return [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def many(count: int) -> tuple[Line, ...]:
    long = "Woord " * 200
    return tuple(
        Line(at=NOW + timedelta(hours=7 * number), who="Iemand Met Een Lange Naam" * 3, what=f"{number} {long}")
        for number in range(count)
    )


def test_each_page_fits_in_a_modal_and_together_they_show_every_line_once() -> None:
    lines, links = many(3 * PAGE + 2), {"pdf": "https://school.example/x", "json": "https://school.example/y"}
    until: int | None = None
    seen: list[str] = []
    for _ in range(4):
        form = timeline_form(CASE.case, lines, until, links)
        blocks = view(form)["blocks"]
        assert len(blocks) < 100
        assert all(len(block["text"]["text"]) <= 3000 for block in blocks if block["type"] == "section")
        seen += re.findall(r"(\d+) Woord", str(blocks))
        earlier = re.findall(r"case-1\|(\d+)", str([b for b in blocks if "Eerdere" in str(b)]))
        until = int(earlier[0]) if earlier else 0
    assert sorted(map(int, seen)) == list(range(3 * PAGE + 2))


def test_a_page_stays_the_same_when_something_is_added_meanwhile() -> None:
    before = timeline_form(CASE.case, many(40), 15, {})
    after = timeline_form(CASE.case, many(60), 15, {})
    assert [one for one in before.elements if "Woord" in str(one)] == [
        one for one in after.elements if "Woord" in str(one)
    ]


def test_an_empty_timeline_says_so() -> None:
    assert "Er staat nog niets in de tijdlijn." in str(view(timeline_form(CASE.case, (), None, {})))


def test_the_paper_holds_the_moment_for_people_and_for_systems() -> None:
    paper = timeline_paper(CASE.protocol, CASE.case, told(entry("gelezen", "directie")), "Dorien", NOW)
    (rows,) = paper.sections[0].parts
    row = rows.rows[0]  # type: ignore[union-attr]
    assert (row.at, row.moment) == ("24-11-2026, 10.05 uur", "2026-11-24T10:05:00+01:00")
