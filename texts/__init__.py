"""Every sentence a person reads that is not part of a protocol: Dutch now, other languages beside it later.

Keys are stable names (``receipt.asked``); the words live in ``nl.po``. A key that is missing is an error, never a
silent English word. Parameters are named, so that a translator may move them.
"""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

_FOLDER = Path(__file__).parent


def say(key: str, /, **params: object) -> str:
    """Return the sentence of that key with its parameters filled in; KeyError when there is none."""
    return catalogue()[key].format(**params) if params else catalogue()[key]


def has(key: str) -> bool:
    return key in catalogue()


@cache
def catalogue(language: str = "nl") -> dict[str, str]:
    """Return all sentences of a language by key."""
    with (_FOLDER / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}
