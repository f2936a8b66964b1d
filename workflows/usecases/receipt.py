"""The receipt of a melder: made once in the transaction that takes the report in, read again when it comes twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card, Form, FormElement, Heading, Note, Text
from workflows.cards.receipt import receipt_card, receipt_lines
from workflows.cards.words import short
from workflows.engine.case import Case
from workflows.engine.policy import may, own_words
from workflows.engine.protocol import Protocol
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.remarks import remarks_to
from workflows.usecases.tell import names_of

_TITLE = 24


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a melder must know now of a case; it holds nothing of what was written."""

    case: Case
    lines: tuple[str, ...]

    @property
    def card(self) -> Card:
        return receipt_card(self.case, self.lines)

    @property
    def form(self) -> Form:
        """The receipt that replaces the intake: number, who was asked, by when, what to do and not to do."""
        elements: list[FormElement] = [Heading(text=say("receipt.title", number=self.case.number))]
        elements += [Text(text=line) for line in self.lines]
        elements.append(Note(text=say("receipt.also_sent")))
        title = short(say("receipt.short", number=self.case.number), _TITLE)
        return Form(name="receipt", title=title, elements=tuple(elements), close=say("form.close"))


def receipt_of(
    ctx: Context, protocol: Protocol, case: Case, melder: Contact, names: Mapping[str, str], remarks: Iterable[str]
) -> Receipt:
    unlisted, phone = not melder.listed, ctx.options.phone
    lines = receipt_lines(protocol, case, names, ctx.now(), unlisted=unlisted, phone=phone, remarks=remarks)
    return Receipt(case=case, lines=tuple(lines))


def receipt_again(ctx: Context, tx: Transaction, melder: Contact, case_id: str) -> Receipt:
    """Return the receipt of a case that was taken in before, as it is now."""
    protocol, case = case_of(ctx, tx, case_id)
    grant = may(melder.id, "read", protocol, case, circle_of(ctx, tx, protocol, case))
    remarks = remarks_to(ctx, tx, protocol, case, own_words(grant))
    return receipt_of(ctx, protocol, case, melder, names_of(tx, case), remarks)
