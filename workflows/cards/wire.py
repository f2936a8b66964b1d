"""Cards as JSON, for the outbox: what was made in the transaction is what is sent later."""

from collections.abc import Mapping
from typing import Any

from workflows.cards import elements
from workflows.cards.elements import Button, Buttons, Card, Confirm, Element, Facts

_CLASSES: dict[str, type[Any]] = {
    name: getattr(elements, name) for name in ("Heading", "Text", "Quote", "Note", "Divider", "Progress")
}


def pack(card: Card) -> dict[str, Any]:
    """Return a card as plain JSON values."""
    return {"text": card.text, "elements": [[type(one).__name__, _plain(one)] for one in card.elements]}


def unpack(data: Mapping[str, Any]) -> Card:
    """Return the card that ``pack`` wrote."""
    return Card(text=data["text"], elements=tuple(_element(name, values) for name, values in data["elements"]))


def _plain(one: Element) -> dict[str, Any]:
    """Return what an element holds; ``asdict`` would copy every word of it once more."""
    return {"items": [_plain_button(button) for button in one.items]} if isinstance(one, Buttons) else {**vars(one)}


def _plain_button(button: Button) -> dict[str, Any]:
    return {**vars(button), "confirm": {**vars(button.confirm)} if button.confirm else None}


def _element(name: str, values: dict[str, Any]) -> Element:
    if name == "Buttons":
        return Buttons(items=tuple(_button(one) for one in values["items"]))
    if name == "Facts":
        return Facts(pairs=tuple((label, value) for label, value in values["pairs"]))
    element: Element = _CLASSES[name](**values)
    return element


def _button(values: dict[str, Any]) -> Button:
    confirm = Confirm(**values["confirm"]) if values["confirm"] else None
    return Button(**{**values, "confirm": confirm})
