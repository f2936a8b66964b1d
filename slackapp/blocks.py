"""Elements -> Block Kit, pure. It decides how a thing looks in Slack, never what is shown or to whom.

People's words only ever stand in plain_text and rich_text, which Slack shows as they are. Bold text and quotes are
rich_text for that reason: mrkdwn would read ``*``, ``_`` and ``<!channel>`` in them. The one mrkdwn here is the bold
label of a fact, and only when that label holds no sign that mrkdwn knows.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import count, groupby, islice
from typing import Any

from slackapp import plain
from texts import say
from workflows.cards.elements import (
    Button,
    Buttons,
    Card,
    Confirm,
    Divider,
    Element,
    Facts,
    Heading,
    Note,
    Progress,
    Quote,
    Text,
)

Block = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_SIZE = 200_000  # Slack refuses a view over 250 kB
SECTION = 3000
SMALL = 2000
HEADER = 150
PER_ACTIONS = 25
PAIRS = 5  # ten fields: a label and a value each
BAR = 20
LINK = "link"
SEPARATOR = "|"
NOTHING = "-"
_MARKUP = set("*_~`:<>&\n")
_KEPT = ("input", "actions")


class LimitError(ValueError):
    """A card or form holds something that Slack cannot carry and that may not be shortened, such as an id."""


def message(card: Card) -> list[Block]:
    """Return the blocks of a message."""
    return fit(_or_text(render(card.elements, count(1)), card.text), MESSAGE_BLOCKS)


def home(card: Card) -> Block:
    """Return the view of a home page."""
    return {"type": "home", "blocks": fit(_or_text(render(card.elements, count(1)), card.text), VIEW_BLOCKS)}


def render(elements: Iterable[Element], number: Iterator[int]) -> list[Block]:
    """Return the blocks of these elements; *number* keeps the ids of buttons apart within one view or message."""
    return [block for element in elements for block in _block(element, number)]


def fit(blocks: list[Block], most: int) -> list[Block]:
    """Leave out what Slack would refuse as too much, and say so; inputs and buttons stay."""
    if len(blocks) <= most and _size(blocks) <= VIEW_SIZE:
        return blocks
    kept = [block for block in blocks if block["type"] in _KEPT][: most - 1]
    room, size = most - 1 - len(kept), VIEW_SIZE - _size(kept)
    shown: list[Block] = []
    noted = False
    for block in blocks:
        if block["type"] in _KEPT:
            shown.append(block)
        elif not noted:
            room, size = room - 1, size - _size([block])
            noted = room < 0 or size < 0
            shown.append(_note(say("slack.more")) if noted else block)
    return shown[:most]


def text_object(text: str, most: int) -> Block:
    """Return a plain text that Slack shows as it stands, an emoji name included."""
    return {
        "type": "plain_text",
        "text": plain.cut(plain.clean(text), most).strip() or NOTHING,
        "emoji": False,
    }


def paragraphs(text: str) -> list[Block]:
    return [{"type": "section", "text": text_object(part, SECTION)} for part in plain.pieces(text, SECTION)]


def _block(element: Element, number: Iterator[int]) -> list[Block]:
    match element:
        case Heading():
            return _heading(element.text)
        case Text():
            return _strong(element.text) if element.strong else paragraphs(element.text)
        case Quote():
            return [_rich("rich_text_quote", {"type": "text", "text": part}) for part in _parts(element.text)]
        case Facts():
            return _facts(element.pairs)
        case Note():
            return [_note(part) for part in plain.pieces(element.text, SMALL)]
        case Divider():
            return [{"type": "divider"}]
        case Progress():
            return paragraphs(f"{element.label}\n{_bar(element)}")
        case Buttons():
            return _actions(element.items, number)


def _heading(text: str) -> list[Block]:
    header = plain.line(text)
    if not header:
        return []
    if plain.width(header) > HEADER:
        return _strong(text)
    return [{"type": "header", "text": text_object(header, HEADER)}]


def _strong(text: str) -> list[Block]:
    return [
        _rich("rich_text_section", {"type": "text", "text": part, "style": {"bold": True}}) for part in _parts(text)
    ]


def _parts(text: str) -> Iterator[str]:
    return plain.pieces(text.strip(), SECTION)


def _rich(kind: str, words: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": [words]}]}


def _note(text: str) -> Block:
    return {"type": "context", "elements": [text_object(text, SMALL)]}


def _facts(pairs: Iterable[tuple[str, str]]) -> list[Block]:
    """Facts side by side; one too long for that gets lines of its own, in its place."""
    blocks: list[Block] = []
    for is_long, group in groupby(pairs, key=lambda pair: max(map(plain.width, pair)) > SMALL):
        if is_long:
            blocks += [block for label, value in group for block in (*_strong(label), *paragraphs(value))]
            continue
        while some := list(islice(group, PAIRS)):
            fields = [field for label, value in some for field in (_label(label), text_object(value, SMALL))]
            blocks.append({"type": "section", "fields": fields})
    return blocks


def _label(label: str) -> Block:
    words = plain.line(label)
    if not words or _MARKUP & set(words):
        return text_object(words, SMALL)
    return {"type": "mrkdwn", "text": f"*{words}*", "verbatim": True}


def _bar(progress: Progress) -> str:
    done = min(max(progress.done, 0), max(progress.total, 0))
    full = BAR * done // progress.total if progress.total > 0 else 0
    full = max(full, 1) if done else 0
    return "█" * full + "░" * (BAR - full)


def _actions(buttons: tuple[Button, ...], number: Iterator[int]) -> list[Block]:
    ready = [_button(button, next(number)) for button in buttons]
    rows = [ready[at : at + PER_ACTIONS] for at in range(0, len(ready), PER_ACTIONS)]
    return [{"type": "actions", "block_id": _row_id(row), "elements": row} for row in rows]


def _row_id(row: list[Block]) -> str:
    return "buttons" + SEPARATOR + str(row[0]["action_id"]).rpartition(SEPARATOR)[2]


def _button(button: Button, number: int) -> Block:
    block: Block = {
        "type": "button",
        "action_id": within(f"{button.action or LINK}{SEPARATOR}{number}", 255),
        "text": text_object(plain.line(button.text), 75),
    }
    if button.value:
        block["value"] = within(button.value, 2000)
    if button.url:
        block["url"] = within(button.url, 3000)
    if button.hint:
        block["accessibility_label"] = plain.cut(plain.line(button.hint), 75)
    if button.style:
        block["style"] = button.style
    if button.confirm:
        block["confirm"] = _confirm(button.confirm, button.style)
    return block


def _confirm(confirm: Confirm, style: str) -> Block:
    asked = {
        "title": text_object(plain.line(confirm.title), 100),
        "text": text_object(confirm.text, 300),
        "confirm": text_object(plain.line(confirm.yes), 30),
        "deny": text_object(plain.line(confirm.no), 30),
    }
    return {**asked, "style": "danger"} if style == "danger" else asked


def within(text: str, most: int) -> str:
    """Return an id or address as it is; shortening it would make it another."""
    if plain.width(text) > most:
        raise LimitError(f"longer than Slack's {most} characters: {text[:40]}…")
    return text


def _or_text(blocks: list[Block], text: str) -> list[Block]:
    return blocks or paragraphs(text) or [_note(NOTHING)]


def _size(blocks: list[Block]) -> int:
    return len(json.dumps(blocks))
