"""The pieces of a drawing: words, boxes and lines, and the blocks that they make.

Decides how large a step, a heading or a label is. Where they stand is for ``draw_layout``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from workflows.engine.draw_steps import Section, Step
from workflows.engine.draw_words import width_of, wrapped

WIDTH, MARGIN = 400.0, 10.0
SMALL, PLAIN, BIG = 12.0, 13.0, 15.0
LEADING = 1.25
_PAD, _RING = 8.0, 3.0
BADGE, CHECK = "WET", 20.0


@dataclass(frozen=True, kw_only=True)
class Words:
    """One line of text; ``y`` is its top."""

    x: float
    y: float
    text: str
    size: float = SMALL
    bold: bool = False
    look: str = "ink"

    @property
    def width(self) -> float:
        return width_of(self.text, self.size, bold=self.bold)

    @property
    def height(self) -> float:
        return self.size * LEADING


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle. ``look`` says how it is drawn: a strength, or what else it is."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line through points, with an arrow at its end unless it only joins; a check mark is one as well."""

    points: tuple[tuple[float, float], ...]
    look: str = "arrow"


Shape = Words | Box | Line


@dataclass(frozen=True, kw_only=True)
class Block:
    """Shapes that stay together; ``exits`` holds the right side of each step in it."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    exits: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def step_block(step: Step, width: float) -> Block:
    """Return the box of one step."""
    pad = _PAD + (_RING if step.done else 0.0)
    room = width - 2 * pad
    parts = [
        text_block([step.title], room - (CHECK if step.done else 0.0), PLAIN, bold=True),
        text_block(_on_one_line(step.asked, room), room, SMALL),
        text_block(step.notes, room, SMALL, look="note"),
        text_block([f"Zo ging het: {step.done}"] if step.done else [], room, SMALL, bold=True),
    ]
    box = framed([part for part in parts if part.height], width, step.strength, pad)
    frame, *words = box.shapes
    shapes = (frame, *_ring(box, step), *words, *_badge(step, width), *_check(step, width - pad))
    return replace(box, shapes=shapes, exits={step.key: (width, box.height / 2)})


def heading_block(section: Section, width: float) -> Block:
    """Return the band above a part: its title, and what holds for all of it."""
    title = text_block([section.title], width - 2 * _PAD, BIG, bold=True, look="heading")
    notes = text_block(section.notes, width - 2 * _PAD, SMALL, look="heading")
    return framed([title, notes] if section.notes else [title], width, "band")


def chip_block(label: str, width: float) -> Block:
    """Return the outcome that an arrow starts from, in a pill."""
    text = text_block([label], width - 12, SMALL, look="chip")
    wide = max((shape.width for shape in text.shapes if isinstance(shape, Words)), default=0.0)
    frame = Box(x=0.0, y=0.0, width=wide + 12, height=text.height + 4, look="chip")
    inner = moved(text, 6.0, 2.0)
    return Block(width=wide + 12, height=text.height + 4, shapes=(frame, *inner.shapes))


def text_block(lines: Iterable[str], width: float, size: float, *, bold: bool = False, look: str = "ink") -> Block:
    """Return lines of text, wrapped to a width."""
    words, top = [], 0.0
    for line in lines:
        for piece in wrapped(line, width, size, bold=bold):
            words.append(Words(x=0.0, y=top, text=piece, size=size, bold=bold, look=look))
            top += size * LEADING
    return Block(width=width, height=top, shapes=tuple(words))


def framed(blocks: Iterable[Block], width: float, look: str, pad: float = _PAD) -> Block:
    """Return blocks under each other in a box."""
    inner = moved(stacked(blocks, gap=2.0), pad, pad - 1)
    height = inner.height + 2 * (pad - 1)
    frame = Box(x=0.0, y=0.0, width=width, height=height, look=look)
    return Block(width=width, height=height, shapes=(frame, *inner.shapes))


def stacked(blocks: Iterable[Block], gap: float) -> Block:
    """Return blocks under each other as one."""
    shapes: list[Shape] = []
    exits: dict[str, tuple[float, float]] = {}
    top = width = 0.0
    for block in blocks:
        placed = moved(block, 0.0, top + (gap if shapes else 0.0))
        shapes.extend(placed.shapes)
        exits.update(placed.exits)
        top += block.height + (gap if top else 0.0)
        width = max(width, block.width)
    return Block(width=width, height=top, shapes=tuple(shapes), exits=exits)


def moved(block: Block, x: float, y: float) -> Block:
    """Return a block at another place."""
    shapes = tuple(_moved(shape, x, y) for shape in block.shapes)
    exits = {key: (right + x, middle + y) for key, (right, middle) in block.exits.items()}
    return replace(block, shapes=shapes, exits=exits)


def _moved(shape: Shape, x: float, y: float) -> Shape:
    if isinstance(shape, Line):
        return replace(shape, points=tuple((left + x, top + y) for left, top in shape.points))
    return replace(shape, x=shape.x + x, y=shape.y + y)


def _on_one_line(parts: tuple[str, ...], room: float) -> tuple[str, ...]:
    """Who, how strongly and when stand beside each other, or under each other where they do not fit."""
    line = " · ".join(parts)
    return (line,) if width_of(line, SMALL) <= room else parts


def _badge(step: Step, width: float) -> tuple[Shape, ...]:
    """The word that marks a step of the law sits on the upper edge of its box, where it takes no room."""
    wide = width_of(BADGE, SMALL, bold=True) + 8
    left = width - wide - 16
    box = Box(x=left, y=-8.5, width=wide, height=15.0, look="law")
    return (box, Words(x=left + 4, y=-8.5, text=BADGE, bold=True, look="law")) if step.law else ()


def _ring(box: Block, step: Step) -> tuple[Shape, ...]:
    """A second edge inside the box of a step that was done."""
    wide, high = box.width - 2 * _RING - 1, box.height - 2 * _RING - 1
    return (Box(x=_RING + 0.5, y=_RING + 0.5, width=wide, height=high, look="ring"),) if step.done else ()


def _check(step: Step, right: float) -> tuple[Shape, ...]:
    points = ((right - 14, 17.0), (right - 9, 22.0), (right, 11.0))
    return (Line(points=points, look="check"),) if step.done else ()
