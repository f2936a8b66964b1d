"""A kind of case as a drawing: every step of the protocol on one page that reads on a phone and without colour.

Decides what stands on the page and in which order: the name, how to read it, the start, the parts. What is said in a
step is for ``draw_steps``, places are for ``draw_layout``, ink is for ``draw_svg``. It reads no file and no case.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from workflows.engine.draw_box import (
    BADGE,
    BIG,
    MARGIN,
    PLAIN,
    SMALL,
    WIDTH,
    Block,
    Box,
    Line,
    Shape,
    Words,
    framed,
    moved,
    stacked,
    text_block,
)
from workflows.engine.draw_layout import section_block
from workflows.engine.draw_steps import sections
from workflows.engine.draw_svg import svg
from workflows.engine.draw_words import listed
from workflows.engine.protocol import Kind, Protocol

NOTHING: Mapping[str, str] = MappingProxyType({})
_INNER = WIDTH - 2 * MARGIN
_ROW = 21.0
_LEGEND = (("must", "dit moet"), ("may", "dit mag"), ("advice", "dit is een advies"), ("law", "de wet vraagt dit"))
_HOW = (
    "Onder de naam van een stap staat wie het doet en wanneer.",
    "Wat moet, kan ook eindigen met “Niet mogelijk”.",
)


def draw(protocol: Protocol, kind: str, mark: Mapping[str, str] = NOTHING) -> str:
    """Return one kind of case as SVG; ``mark`` holds how the steps of one case ended, to show the way it went."""
    known = protocol.kinds[kind]
    title = f"{protocol.title}: {known.label}"
    description = f"Stroomschema van {len(known.tasks)} stappen. {_start(protocol, known)}"
    return svg(layout(protocol, kind, mark), f"schema-{protocol.protocol}-{kind}", title, description)


def layout(protocol: Protocol, kind: str, mark: Mapping[str, str] = NOTHING) -> Block:
    """Return everything in the drawing with its place."""
    parts = [
        _title(protocol, protocol.kinds[kind]),
        _legend(marked=bool(mark)),
        _begin(protocol, protocol.kinds[kind]),
        *(section_block(section, _INNER) for section in sections(protocol, kind, mark)),
    ]
    page = moved(stacked(parts, gap=18.0), MARGIN, MARGIN)
    return Block(width=WIDTH, height=page.height + 2 * MARGIN, shapes=page.shapes, exits=page.exits)


def _title(protocol: Protocol, kind: Kind) -> Block:
    adopted = protocol.adopted or f"versie {protocol.version}"
    return stacked(
        [
            text_block([kind.label], _INNER, BIG + 3, bold=True),
            text_block([f"{protocol.title} · {adopted}"], _INNER, PLAIN, look="soft"),
        ],
        gap=2.0,
    )


def _begin(protocol: Protocol, kind: Kind) -> Block:
    words = text_block(["Begin"], _INNER - 20, PLAIN, bold=True)
    return framed([words, text_block([_start(protocol, kind)], _INNER - 20, SMALL)], _INNER, "start")


def _start(protocol: Protocol, kind: Kind) -> str:
    people = listed((protocol.label(role) for role in kind.started_by), "of")
    itself = " Soms geeft het protocol zelf meteen antwoord." if kind.answers else ""
    return f"Wie begint: {people}. Behandelaar: {protocol.label(kind.owner)}.{itself}"


def _legend(*, marked: bool) -> Block:
    rows = [text_block(["Zo leest u deze tekening"], _INNER - 16, PLAIN, bold=True), _samples(marked=marked)]
    return framed([*rows, text_block(_HOW, _INNER - 16, SMALL)], _INNER, "legend")


def _samples(*, marked: bool) -> Block:
    items = [*_LEGEND, ("chip", "zo eindigt de stap"), *([("check", "zo ging het")] if marked else [])]
    shapes: list[Shape] = []
    for index, (look, words) in enumerate(items):
        x, y = (index % 2) * (_INNER / 2 - 6), (index // 2) * _ROW + 3
        shapes += [*_sample(look, x + 1, y), Words(x=x + 44, y=y + 1, text=words)]
    return Block(width=_INNER - 16, height=(len(items) + 1) // 2 * _ROW, shapes=tuple(shapes))


def _sample(look: str, x: float, y: float) -> Iterator[Shape]:
    if look == "check":
        yield Box(x=x, y=y, width=36, height=16, look="must")
        yield Box(x=x + 3, y=y + 3, width=30, height=10, look="ring")
        yield Line(points=((x + 11, y + 8), (x + 16, y + 12), (x + 25, y + 3)), look="check")
        return
    yield Box(x=x, y=y, width=36, height=16, look=look)
    if look in ("law", "chip"):
        yield Words(x=x + 4, y=y + 1, text={"law": BADGE, "chip": "klaar"}[look], bold=look == "law", look=look)
