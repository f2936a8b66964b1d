"""Form -> modal view, pure. It decides how a form fits in Slack's modal, never what is asked or what comes next."""

import json
from collections.abc import Mapping
from itertools import count

from slackapp import blocks, inputs, plain
from slackapp.blocks import Block, LimitError
from texts import say
from workflows.cards.elements import Card, Field, Form, Text

METADATA = 3000
WORD = 24


class ContextError(LimitError):
    """A form carries more along than Slack keeps: contexts hold ids, content belongs in the database."""


def view(form: Form, action_ids: Mapping[str, str] | None = None) -> Block:
    """Return the view of a form; *action_ids* says which inputs keep what was typed (see drafts)."""
    asks = any(isinstance(element, Field) for element in form.elements)
    submit = form.submit or (say("slack.submit") if asks else "")
    made: Block = {
        "type": "modal",
        "callback_id": blocks.within(form.name, 255),
        "title": _word(form.title or say("slack.title")),
        "close": _word(form.close or say("slack.close")),
        "private_metadata": _metadata(form),
        "blocks": _blocks(form, action_ids or {}),
    }
    return {**made, "submit": _word(submit)} if submit else made


def sentence(text: str) -> Form:
    """Return a form that only says something."""
    return _only(Card(text=text, elements=()))


def of_card(card: Card) -> Form:
    """Return a form that shows a card."""
    return _only(card)


def _only(card: Card) -> Form:
    elements = card.elements or (Text(text=card.text),)
    return Form(name="sentence", title=say("slack.title"), elements=elements)


def _blocks(form: Form, action_ids: Mapping[str, str]) -> list[Block]:
    number = count(1)
    made: list[Block] = []
    for element in form.elements:
        if isinstance(element, Field):
            made.append(inputs.block(element, action_ids.get(element.key, inputs.ANSWER)))
        else:
            made += blocks.render([element], number)
    if sum(block["type"] in ("input", "actions") for block in made) >= blocks.VIEW_BLOCKS:
        raise LimitError(f"more questions and buttons than fit in one modal: {form.name}")
    return blocks.fit(made or blocks.paragraphs(form.title) or [{"type": "divider"}], blocks.VIEW_BLOCKS)


def _word(text: str) -> Block:
    return blocks.text_object(plain.title(text, WORD), WORD)


def _metadata(form: Form) -> str:
    carried = json.dumps(dict(form.context), ensure_ascii=False, separators=(",", ":"))
    if plain.width(carried) > METADATA:
        raise ContextError(f"the context of {form.name} has {len(carried)} characters, Slack keeps {METADATA}")
    return carried
