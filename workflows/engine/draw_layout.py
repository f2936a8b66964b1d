"""Where everything in a drawing stands: boxes, lines and words, on a page as wide as a phone.

Decides places only. A step stands under the one it follows; branches hang on a rail at the left, in two columns where
that makes the drawing shorter. Nothing here knows a protocol or how SVG is written.
"""

from collections.abc import Iterable
from dataclasses import replace

from workflows.engine.draw_box import Block, Box, Line, Shape, chip_block, heading_block, moved, stacked, step_block
from workflows.engine.draw_steps import Branch, Section

_GAP, _INDENT, _RAIL, _SPACE, _MEET = 12.0, 20.0, 9.0, 12.0, 12.0
_NARROW, _STEPS = 105.0, ("must", "may", "advice")


def section_block(section: Section, width: float) -> Block:
    """Return one part of the drawing: its heading and all its steps."""
    band = heading_block(section, width)
    roots = [Branch(target=root, label="") for root in section.roots]
    join = section.joins.get("")
    one = _stack(section, roots, width, wide=True, rail=False, join=join)
    body = _shortest([one, *_columns(section, roots, width, rail=False, join=join)])
    return stacked([band, body], gap=0.0)


def _tree(section: Section, key: str, width: float, *, wide: bool) -> Block:
    """A step with everything that follows from it."""
    head = step_block(section.steps[key], width)
    branches, join = section.branches.get(key, ()), section.joins.get(key)
    if not branches and join is None:
        return head
    choices = [_stack(section, branches, width, wide=wide, rail=True, join=join)]
    if wide:
        choices += _columns(section, branches, width, rail=True, join=join)
    return stacked([head, _shortest(choices)], gap=0.0)


def _shortest(blocks: list[Block]) -> Block:
    """The lowest of several ways, where no box becomes too narrow to read if that can be helped."""
    return min(blocks, key=lambda block: (_squeeze(block), block.height))


def _squeeze(block: Block) -> float:
    widths = [shape.width for shape in block.shapes if isinstance(shape, Box) and shape.look in _STEPS]
    return max(0.0, _NARROW - min(widths, default=_NARROW))


def _columns(
    section: Section, branches: Iterable[Branch], width: float, *, rail: bool, join: Branch | None
) -> list[Block]:
    """Every way to divide branches over two columns, in their order."""
    known, half = list(branches), (width - _SPACE) / 2
    found = []
    for cut in range(1, len(known)):
        left = _stack(section, known[:cut], half, wide=False, rail=rail, meets=join)
        right = _stack(section, known[cut:], half, wide=False, rail=rail, meets=join)
        both = _beside(left, moved(right, half + _SPACE, 0.0), width)
        found.append(_met(section, both, join, (half, width), wide=True))
    return found


def _beside(left: Block, right: Block, width: float) -> Block:
    shapes, exits = (*left.shapes, *right.shapes), {**left.exits, **right.exits}
    return Block(width=width, height=max(left.height, right.height), shapes=shapes, exits=exits)


def _stack(
    section: Section,
    branches: Iterable[Branch],
    width: float,
    *,
    wide: bool,
    rail: bool,
    join: Branch | None = None,
    meets: Branch | None = None,
) -> Block:
    """Branches under each other; ``meets`` keeps room at the right for the line to where they meet again."""
    meeting = join or meets
    inner = width - _MEET if meeting else width
    block = _hung(section, list(branches), inner, wide=wide and not meeting, rail=rail)
    block = replace(block, width=width)
    return _met(section, block, join, (width,), wide=wide)


def _hung(section: Section, branches: list[Branch], width: float, *, wide: bool, rail: bool) -> Block:
    shapes: list[Shape] = []
    exits: dict[str, tuple[float, float]] = {}
    top, before, rail_from = 0.0, "", 0.0
    for branch in branches:
        if branch.label and branch.label != before:
            chip = moved(chip_block(branch.label, width - _INDENT), _INDENT, top + 7.0)
            shapes += chip.shapes
            top += chip.height + 7.0
        before, top = branch.label, top + _GAP
        left = _INDENT if rail and not _goes_on(section, branches, branch) else 0.0
        block = moved(_tree(section, branch.target, width - left, wide=wide), left, top)
        if rail:
            shapes.append(_arrow(block, branch, left, top, 0.0 if branch.marked else rail_from))
            rail_from = block.exits[branch.target][1]
        shapes += block.shapes
        exits.update(block.exits)
        top += block.height
    return Block(width=width, height=top, shapes=tuple(shapes), exits=exits)


def _goes_on(section: Section, branches: list[Branch], branch: Branch) -> bool:
    """A branch stands straight under its step when it is the only one, or the last, by itself, with more after it."""
    if len(branches) == 1:
        return True
    more = section.branches.get(branch.target) or section.joins.get(branch.target)
    return branch is branches[-1] and branch.label != branches[-2].label and bool(more)


def _arrow(block: Block, branch: Branch, left: float, top: float, start: float) -> Line:
    look = "marked" if branch.marked else "arrow"
    _, middle = block.exits[branch.target]
    if not left:
        return Line(points=((_RAIL, start), (_RAIL, top)), look=look)
    return Line(points=((_RAIL, start), (_RAIL, middle), (left, middle)), look=look)


def _met(section: Section, block: Block, join: Branch | None, edges: tuple[float, ...], *, wide: bool) -> Block:
    """Draw where branches meet again: a line leaves each at the right, and goes down to the step along an edge."""
    if join is None:
        return block
    chip = moved(chip_block(join.label, edges[0] - _INDENT - _MEET), 0.0, block.height + _GAP)
    top = block.height + chip.height + 2 * _GAP
    after = moved(_tree(section, join.target, edges[-1], wide=wide), 0.0, top)
    look = "marked" if join.marked else "arrow"
    lines = tuple(_meet(block.exits[source], edges, top, look) for source in join.sources)
    shapes = (*block.shapes, *lines, *chip.shapes, *after.shapes)
    return Block(width=edges[-1], height=top + after.height, shapes=shapes, exits={**block.exits, **after.exits})


def _meet(exit_at: tuple[float, float], edges: tuple[float, ...], top: float, look: str) -> Line:
    right, middle = exit_at
    rail = min(edge for edge in edges if edge >= right) - 5
    return Line(points=((right, middle), (rail, middle), (rail, top)), look=look)
