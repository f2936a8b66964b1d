"""How placed shapes are written as SVG: one text, the same for the same shapes, with nothing that can break out of it.

Decides colours, strokes and escaping. It must not know what a shape means, and uses no script, style sheet or font of
its own: everything is an attribute, so that a strict page can hold it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape

from workflows.engine.draw_box import Block, Box, Line, Shape, Words

INK, DEEP, SOFT, PALE, WHITE = "#14202b", "#1d3f5e", "#44525f", "#e6edf4", "#ffffff"
FONT = "Arial, Helvetica, 'Liberation Sans', Roboto, sans-serif"
MOST = 560

_BOXES: Mapping[str, str] = MappingProxyType(
    {
        "must": f'rx="4" fill="{WHITE}" stroke="{INK}" stroke-width="2.6"',
        "may": f'rx="4" fill="{WHITE}" stroke="{INK}" stroke-width="1"',
        "advice": f'rx="4" fill="{WHITE}" stroke="{INK}" stroke-width="1.2" stroke-dasharray="5 4"',
        "ring": f'rx="2" fill="none" stroke="{INK}" stroke-width="2"',
        "chip": f'rx="8" fill="{PALE}"',
        "band": f'rx="3" fill="{DEEP}"',
        "legend": f'rx="4" fill="{WHITE}" stroke="{SOFT}" stroke-width="0.8"',
        "start": f'rx="16" fill="{PALE}" stroke="{INK}" stroke-width="1"',
        "law": f'rx="2" fill="{INK}"',
        "page": f'fill="{WHITE}"',
    }
)
_COLOURS: Mapping[str, str] = MappingProxyType(
    {"ink": INK, "note": SOFT, "heading": WHITE, "law": WHITE, "chip": INK, "soft": SOFT}
)
_STROKES: Mapping[str, str] = MappingProxyType({"arrow": "1.4", "marked": "3.4", "check": "3"})
_ORDER = ("arrow", "marked")


def svg(block: Block, name: str, title: str, description: str) -> str:
    """Return a block as a complete SVG; ``name`` keeps its ids apart from other drawings on a page."""
    width, height = _number(block.width), _number(block.height)
    names = f"{_safe(name)}-title {_safe(name)}-desc"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%"',
        f' style="max-width:{MOST}px" role="img" aria-labelledby="{names}">',
        f'<title id="{_safe(name)}-title">{_safe(title)}</title>',
        f'<desc id="{_safe(name)}-desc">{_safe(description)}</desc>',
        f'<rect width="{width}" height="{height}" {_BOXES["page"]}/>',
        f'<g font-family="{FONT}">',
        *_drawn(block.shapes),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _drawn(shapes: Iterable[Shape]) -> list[str]:
    """Lines lie under everything, and what happened lies over what could."""
    known = list(shapes)
    under = [shape for look in _ORDER for shape in known if isinstance(shape, Line) and shape.look == look]
    return [_shape(shape) for shape in (*under, *(shape for shape in known if shape not in under))]


def _shape(shape: Shape) -> str:
    match shape:
        case Words():
            return _words(shape)
        case Box():
            place = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
            size = f'width="{_number(shape.width)}" height="{_number(shape.height)}"'
            return f"<rect {place} {size} {_BOXES[shape.look]}/>"
        case Line():
            return _line(shape)


def _words(words: Words) -> str:
    base = words.y + words.size * 0.95
    weight = ' font-weight="bold"' if words.bold else ""
    return (
        f'<text x="{_number(words.x)}" y="{_number(base)}" font-size="{_number(words.size)}"{weight} '
        f'fill="{_COLOURS[words.look]}">{_safe(words.text)}</text>'
    )


def _line(line: Line) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in line.points)
    path = (
        f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="{_STROKES[line.look]}" '
        'stroke-linejoin="round"/>'
    )
    return path if line.look == "check" else path + _head(line)


def _head(line: Line) -> str:
    (from_x, _), (x, y) = line.points[-2:]
    size = 6.0 if line.look == "marked" else 5.0
    across = from_x != x
    corners = (
        ((x, y), (x - size * 1.4, y - size), (x - size * 1.4, y + size))
        if across
        else ((x, y), (x - size, y - size * 1.4), (x + size, y - size * 1.4))
    )
    return f'<polygon points="{" ".join(f"{_number(a)},{_number(b)}" for a, b in corners)}" fill="{INK}"/>'


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _safe(text: str) -> str:
    """Return text in which no letter is markup and none is forbidden in XML."""
    return escape("".join(letter for letter in text if _is_allowed(ord(letter))), {'"': "&quot;"})


def _is_allowed(code: int) -> bool:
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
