"""What is pointed out about the text of a case: to the melder in the receipt, to who judges it beside the text."""

from models import contents
from models.store import Transaction
from workflows.cards.rules import TEXT, remarks_on
from workflows.engine.case import Case
from workflows.engine.policy import Grant
from workflows.engine.protocol import Protocol
from workflows.usecases.context import Context
from workflows.usecases.melder import blanks_of


def remarks_to(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, grant: Grant) -> tuple[str, ...]:
    """Return the remarks on the latest text that the grant opens; none in a kind that asks for no text."""
    kind = protocol.kinds[case.kind]
    if TEXT not in kind.intake:
        return ()
    texts = [one.text for one in contents.of_case(tx, ctx.keyring, grant) if one.key == TEXT]
    return remarks_about(ctx, tx, protocol, case, texts[-1]) if texts else ()


def remarks_about(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, text: str) -> tuple[str, ...]:
    """Return the remarks on this very text."""
    blanks = blanks_of(ctx, tx, case.melder, case.school)
    return tuple(remarks_on(protocol.kinds[case.kind], text, case.values, blanks))
