"""Signed links: what each one names and until when, a quarter of an hour by our own clock. It opens nothing by itself.

Whoever has the address has the link, so what it names is asked of the policy again when it is opened. Links are signed
with a key of our own: they go on when the keys of the installation rotate.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer

from models.store import Transaction
from models.vault import LINK, vault_of
from workflows.engine.errors import NotAllowedError
from workflows.usecases.context import Context

LIFETIME = timedelta(minutes=15)
Door = Literal["bestand", "stuk", "inzage"]
FILE: Door = "bestand"
PAPER: Door = "stuk"
REQUEST: Door = "inzage"


def link(ctx: Context, tx: Transaction, door: Door, told: Iterable[str]) -> str:
    """Return the address of a link; *told* can be read by who has it, so names and words are no part of it."""
    until = int((ctx.now() + LIFETIME).timestamp())
    return f"{ctx.options.base_url}/{door}/{signer(tx, door).dumps([*told, until])}"


def told_by(ctx: Context, tx: Transaction, door: Door, token: str, count: int) -> list[str]:
    """Return the *count* things that a link names; NotAllowedError when it is old, forged or of another door."""
    try:
        *told, until = signer(tx, door).loads(token)
        ends = datetime.fromtimestamp(int(until), UTC)
    except (BadSignature, ValueError, TypeError, OverflowError, OSError) as error:
        raise NotAllowedError("error.link") from error
    if ctx.now() > ends or len(told) != count:
        raise NotAllowedError("error.link")
    return [str(one) for one in told]


def signer(tx: Transaction, door: Door) -> URLSafeSerializer:
    """Return what signs and reads the links of one door."""
    return URLSafeSerializer(vault_of(tx).secret(tx, LINK), salt=door)
