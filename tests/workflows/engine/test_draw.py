"""A protocol as a drawing: complete, readable on a phone and without colour, and nothing lies over anything else."""

import os
import random
import subprocess
import sys
from itertools import combinations
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.workflows.engine.cast import protocol_of
from workflows.engine.draw import draw, layout
from workflows.engine.draw_box import WIDTH, Block, Box, Line, Words
from workflows.engine.draw_svg import DEEP, INK, PALE, SOFT, WHITE
from workflows.engine.draw_words import asked_words, who_words, width_of, wrapped
from workflows.engine.protocol import Protocol
from workflows.protocol_files import available

STEPS = ("must", "may", "advice")
TAGS = {"svg", "title", "desc", "rect", "g", "text", "polyline", "polygon"}
HOSTILE = "</text><script>alert('a')</script>&\"\x00\x1b ]]> -->"
BUILT_IN = [(name, kind) for name in [*available(), "common"] for kind in protocol_of(name).kinds]
every_kind = pytest.mark.parametrize("name, kind", BUILT_IN)


def made(tasks: dict[str, Any], **more: Any) -> Protocol:
    """Return a protocol of one kind with these tasks."""
    known = {"protocol": "proef", "version": "1", "title": "Proef", "fields": {"motivering": {"type": "text"}}}
    return Protocol.model_validate(known | {"kinds": {"zaak": {"label": "Zaak", "tasks": tasks}}} | more)


def shuffled(seed: int) -> Protocol:
    """Return a protocol in which each step follows up to three others, with long and short names."""
    chance = random.Random(seed)
    tasks: dict[str, Any] = {}
    for index in range(chance.randint(2, 16)):
        above = chance.sample(list(tasks), min(len(tasks), chance.choice((0, 1, 1, 1, 2, 3))))
        tasks[f"stap{index}"] = {
            "label": " ".join(chance.choices(("stap", "gesprek", "vertrouwensinspecteur", "met", "een"), k=5))[:70],
            "who": chance.choice(("directie", "melder", ["directie", "bestuur"], {"doer_of": "stap0"})),
            "strength": chance.choice(("must", "may", "advice")),
            "law": chance.random() < 0.2,
            "outcomes": {
                "goed": {"label": "Reageert goed"},
                "fout": {"label": "Reageert helemaal niet zoals gevraagd"},
            },
            "when": {name: chance.choice(("goed", "fout", "klaar", ["goed", "fout"])) for name in above},
        }
    return made(tasks)


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - it is our own text that is looked at


def said(block: Block) -> str:
    return " ".join(shape.text for shape in block.shapes if isinstance(shape, Words))


def bare(text: str) -> str:
    """Text without what depends on where its lines end."""
    return text.replace("-", "").replace(" ", "")


def of(block: Block, *looks: str) -> list[Box]:
    return [shape for shape in block.shapes if isinstance(shape, Box) and shape.look in looks]


def over(one: Words | Box, other: Words | Box) -> bool:
    """True when two rectangles share more than an edge."""
    beside = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
    return not beside and one.y + one.height > other.y + 0.01 and other.y + other.height > one.y + 0.01


def lengths(line: Line) -> list[Box]:
    """The straight parts of a line, as rectangles without the ends that touch a box."""
    found = []
    for (x, y), (to_x, to_y) in zip(line.points, line.points[1:], strict=False):
        left, top = min(x, to_x), min(y, to_y)
        wide, high = abs(to_x - x), abs(to_y - y)
        found.append(
            Box(x=left + bool(wide), y=top + bool(high), width=max(wide - 2, 0.5), height=max(high - 2, 0.5), look="")
        )
    return found


def faults(block: Block) -> list[str]:
    """Everything in a drawing that a designer would send back."""
    words: list[Words | Box] = [shape for shape in block.shapes if isinstance(shape, Words)]
    steps, chips = of(block, *STEPS), of(block, "chip")
    own = [step for step in steps if step.height > 16]  # the legend has small ones
    lines = [shape for shape in block.shapes if isinstance(shape, Line) and shape.look != "check"]
    parts = [part for line in lines for part in lengths(line)]
    return [
        *(f"outside: {one}" for one in [*words, *steps, *chips] if not _inside(one, block)),
        *(f"words over words: {one} {two}" for one, two in combinations(words, 2) if over(one, two)),
        *(f"boxes over boxes: {one} {two}" for one, two in combinations([*own, *chips], 2) if over(one, two)),
        *(f"a line through words: {one} {part}" for one in words for part in parts if over(one, part)),
        *(f"a line through a box: {one} {part}" for one in (*own, *chips) for part in parts if over(one, part)),
        *(f"three beside each other: {one}" for one in own if _beside(one, own) > 2),
        *(f"too small: {one}" for one in block.shapes if isinstance(one, Words) and one.size < 12),
    ]


def _inside(one: Words | Box, block: Block) -> bool:
    return min(one.x, one.y) >= 0 and one.x + one.width <= block.width and one.y + one.height <= block.height


def _beside(one: Box, steps: list[Box]) -> int:
    return sum(other.y <= one.y < other.y + other.height for other in steps)


@every_kind
def test_nothing_lies_over_anything_else_and_nothing_leaves_the_page(name: str, kind: str) -> None:
    block = layout(protocol_of(name), kind)
    assert block.width == WIDTH
    assert faults(block) == []


@pytest.mark.parametrize("seed", range(40))
def test_any_protocol_is_drawn_without_a_fault(seed: int) -> None:
    protocol = shuffled(seed)
    block = layout(protocol, "zaak", {"stap0": "goed", "stap1": "fout"})
    assert faults(block) == []
    assert set(block.exits) == set(protocol.kinds["zaak"].tasks)


@every_kind
def test_every_step_stands_in_the_drawing_with_its_name_and_who_does_it(name: str, kind: str) -> None:
    protocol = protocol_of(name)
    block, known = layout(protocol, kind), protocol.kinds[kind]
    assert set(block.exits) == set(known.tasks)
    assert len(block.exits) == len([box for box in of(block, *STEPS) if box.height > 16])
    text = bare(said(block))
    for task in known.tasks.values():
        assert bare(task.label) in text
        assert all(bare(part) in text for part in asked_words(protocol, known, task))


@every_kind
def test_it_is_one_svg_with_a_name_for_who_cannot_see_it(name: str, kind: str) -> None:
    root = parsed(draw(protocol_of(name), kind))
    ids = {child.get("id"): child.text for child in root if child.get("id")}
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= TAGS
    assert root.get("role") == "img"
    assert root.get("width") == "100%"
    assert all(ids[one] for one in str(root.get("aria-labelledby")).split())
    assert protocol_of(name).kinds[kind].label in str(ids[f"schema-{name}-{kind}-title"])


def test_the_same_protocol_gives_the_same_bytes_in_any_process() -> None:
    code = "from workflows.protocol_files import read; from workflows.engine.draw import draw; import sys; "
    code += "sys.stdout.buffer.write(draw(read('scala').protocol, 'ontsporing').encode())"
    command = [sys.executable, "-c", code]
    found = {
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert found == {draw(protocol_of("scala"), "ontsporing").encode()}


def test_no_word_of_a_protocol_breaks_out_of_the_drawing() -> None:
    short = HOSTILE[:60]
    tasks = {
        "een": {"label": short, "who": "directie", "outcomes": {"ja": {"label": short}, "nee": {"label": short}}},
        "twee": {
            "label": short,
            "who": {"role_in": "vraag", "default": "directie"},
            "when": {"een": "ja", "vraag": "directie"},
        },
    }
    facts = {"vraag": {"type": "choice", "label": HOSTILE, "of": {"directie": HOSTILE, "bestuur": HOSTILE}}}
    protocol = made(tasks, title=HOSTILE, adopted=HOSTILE, labels={"directie": HOSTILE}, facts=facts)
    root = parsed(draw(protocol, "zaak", {"een": HOSTILE}))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= TAGS
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on")]
    assert faults(layout(protocol, "zaak", {"een": HOSTILE})) == []


def test_the_legend_says_what_each_edge_and_mark_means() -> None:
    text = said(layout(protocol_of("scala"), "ontsporing"))
    for words in ("Zo leest u deze tekening", "dit moet", "dit mag", "dit is een advies", "WET", "de wet vraagt dit"):
        assert words in text
    assert "zo ging het" not in text


def test_strength_shows_in_the_edge_and_in_words_and_the_law_in_a_word() -> None:
    tasks = {
        "moet": {"who": "directie", "law": True},
        "mag": {"who": "directie", "strength": "may", "due": "vandaag"},
        "advies": {"who": "directie", "strength": "advice"},
    }
    block = layout(made(tasks), "zaak")
    assert [sum(box.height > 16 for box in of(block, look)) for look in STEPS] == [1, 1, 1]
    assert "dit mag · vandaag" in said(block)
    assert said(block).count("WET") == 2
    drawn = draw(made(tasks), "zaak")
    assert drawn.count("stroke-dasharray") == 2


def test_the_way_of_one_case_is_marked_with_more_than_colour() -> None:
    mark = {"strategie": "naar_directie", "gesprek_medewerker": "inadequaat", "overleg_bestuur": "besproken"}
    plain = layout(protocol_of("scala"), "ontsporing")
    block = layout(protocol_of("scala"), "ontsporing", mark)
    looks = [shape.look for shape in block.shapes if isinstance(shape, Line)]
    assert looks.count("check") == len(mark) + 1  # and one in the legend
    assert len(of(block, "ring")) == len(mark) + 1
    assert looks.count("marked") == 1  # from the conversation to the deliberation
    assert "Zo ging het: Reageert inadequaat" in said(block)
    assert "zo ging het" in said(block)
    assert not [one for one in plain.shapes if one in of(plain, "ring") or getattr(one, "look", "") == "marked"]
    assert faults(block) == []


def test_an_outcome_that_leads_elsewhere_marks_no_arrow() -> None:
    mark = {"gesprek_medewerker": "adequaat", "overleg_bestuur": "besproken"}
    assert 'stroke-width="3.4"' not in draw(protocol_of("scala"), "ontsporing", mark)


def test_a_mark_that_the_protocol_does_not_know_is_still_drawn() -> None:
    text = said(layout(protocol_of("scala"), "ontsporing", {"strategie": "nooit_van_gehoord", "weg": "gedaan"}))
    assert "Zo ging het: Nooit van gehoord" in text


def test_where_two_branches_meet_both_arrows_are_drawn_and_it_says_that_both_count() -> None:
    tasks = {
        "begin": {"who": "directie"},
        "links": {"who": "directie", "when": {"begin": "klaar"}},
        "rechts": {"who": "directie", "when": {"begin": "klaar"}},
        "eind": {"who": "directie", "when": {"links": "klaar", "rechts": "klaar"}},
    }
    block = layout(made(tasks), "zaak")
    assert "als beide klaar zijn" in said(block)
    assert sum(isinstance(shape, Line) for shape in block.shapes) == 4


def test_a_circle_is_said_and_not_drawn() -> None:
    text = said(layout(protocol_of("scala"), "publicatie"))
    assert "opnieuw na: Beoordelen of dit geplaatst mag worden (Laten aanpassen)" in text
    assert "Laten aanpassen: terug naar “Tekst aanpassen”" in text


def test_each_answer_to_who_posted_has_its_own_part_and_closing_comes_last() -> None:
    text = said(layout(protocol_of("scala"), "ontsporing"))
    heads = [
        "De snelle weg van de wet",
        "Bij elke zaak",
        "“Ikzelf” of “Een medewerker”",
        "Een leerling",
        "Dit vraagt de wet",
    ]
    places = [
        text.index(words) for words in [*heads, "Als het nodig is", "Afsluiten kan als geen verplichte stap meer open"]
    ]
    assert places == sorted(places)


WHO = [
    ("directie", "baas"),
    (("directie", "bestuur"), "baas en bestuur"),
    (SimpleNamespace(role_in="vraag", default="directie"), "baas, of naar keuze: bestuur"),
    (SimpleNamespace(role_by="vraag", roles={"ja": "pr"}, default="directie"), "pr (bij: Ja), anders baas"),
    (SimpleNamespace(named_in="een"), "wie is genoemd bij “Een”"),
    (SimpleNamespace(doer_of="een"), "wie dit deed: “Een”"),
    (SimpleNamespace(setter_of="vraag"), "wie dit invulde: “Welke?”"),
    (SimpleNamespace(each="wie"), "ieder die is genoemd bij “Wie”"),
    (SimpleNamespace(later="een"), "wie het protocol aanwijst"),
]


@pytest.mark.parametrize("who, words", WHO)
def test_who_is_asked_is_said_in_the_words_of_the_school(who: Any, words: str) -> None:
    facts = {"vraag": {"type": "choice", "label": "Welke?", "of": {"directie": "Directie", "bestuur": "Bestuur"}}}
    protocol = made({"een": {"who": "directie"}}, facts=facts, labels={"directie": "baas"})
    assert who_words(protocol, protocol.kinds["zaak"], who) == words


def test_a_word_that_fits_no_line_is_cut() -> None:
    lines = wrapped("Arbeidsongeschiktheidsverzekeringsmaatschappij belt", 100, 12)
    assert all(width_of(line, 12) <= 100 for line in lines)
    assert "".join(lines).replace("-", "").startswith("Arbeidsongeschiktheidsverzekeringsmaatschappij")


@pytest.mark.parametrize("ink, paper", [(INK, WHITE), (INK, PALE), (WHITE, DEEP), (WHITE, INK), (SOFT, WHITE)])
def test_every_colour_of_text_can_be_read(ink: str, paper: str) -> None:
    light, dark = sorted((_light(ink), _light(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
