"""Cards as JSON, for the outbox: what was made in the transaction is what is sent later."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from workflows.cards import elements
from workflows.cards.elements import Button, Buttons, Card, Confirm, Element, Facts

_CLASSES: dict[str, type[Any]] = {
    name: getattr(elements, name) for name in ("Heading", "Text", "Quote", "Note", "Divider", "Progress")
}


def pack(card: Card) -> dict[str, Any]:
    """Return a card as plain JSON values."""
    return {"text": card.text, "elements": [[type(one).__name__, asdict(one)] for one in card.elements]}


def unpack(data: Mapping[str, Any]) -> Card:
    """Return the card that ``pack`` wrote."""
    return Card(text=data["text"], elements=tuple(_element(name, values) for name, values in data["elements"]))


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
