"""What a person sees, free of any chat product: Cards (messages, the home page) and Forms (modals).

A face turns these into Block Kit, Adaptive Cards or HTML. Every text here is plain: a face escapes it, so nothing a
person typed is ever interpreted as markup. Values and contexts hold ids, never content.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflows.engine.case import Value

Style = Literal["", "primary", "danger"]
FieldType = Literal["text", "longtext", "url", "choice", "choices", "person", "people", "date", "file"]


@dataclass(frozen=True, kw_only=True)
class Heading:
    text: str


@dataclass(frozen=True, kw_only=True)
class Text:
    text: str
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words that a person typed, shown as they are."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Short label and value pairs, side by side where there is room."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Divider:
    pass


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many of how many: a bar with the numbers beside it."""

    done: int
    total: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """Asked before a big act."""

    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True, kw_only=True)
class Button:
    """``action`` names what is meant (see usecases.gestures), ``value`` which thing, as ids. ``hint`` is what a screen
    reader says instead of ``text``, for a label that stands there more than once."""

    text: str
    action: str
    value: str = ""
    style: Style = ""
    confirm: Confirm | None = None
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Buttons:
    items: tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question in a form; ``key`` comes back with the answer. With ``redraws`` a choice is told at once
    (as the press ``form.changed``), so that the form may change with it."""

    key: str
    label: str
    type: FieldType = "text"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    hint: str = ""
    placeholder: str = ""
    initial: Value = ""
    max: int = 3000
    redraws: bool = False


Element = Heading | Text | Quote | Facts | Note | Divider | Progress | Buttons
FormElement = Element | Field


@dataclass(frozen=True, kw_only=True)
class Card:
    """A message or a home page. ``text`` is what a notification and a screen reader get: complete on its own."""

    text: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, kw_only=True)
class Form:
    """A modal. Without ``submit`` it only shows. ``context`` comes back with every press and submission."""

    name: str
    title: str
    elements: tuple[FormElement, ...]
    submit: str = ""
    close: str = ""
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that a person gave to a form, still at the chat product: fetched later, outside any transaction."""

    id: str
    name: str
    size: int
    mimetype: str = ""
