"""How lines get into the log: without secrets, addresses and numbers of people, and without words of a strange error.

A log is read by who sees no case, and is often kept elsewhere. What this app says itself holds ids only; what Python
and its libraries say of a value that they choke on may hold that value, so of their errors only the kind is told.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from types import TracebackType

_OURS = ("ruggespraak", "workflows", "models", "slackapp", "console", "sandbox")
_SHORTEST = 8
_PATTERNS = (
    (re.compile(r"\bxox[a-z]-[\w-]+|\bxapp-[\w-]+"), "[token]"),
    (re.compile(r"(?<=://)[^\s/@:]+:[^\s/@]+(?=@)"), "[password]"),
    (re.compile(r"https://hooks\.slack\.com/\S+"), "[response address]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"), "[e-mail]"),
    (re.compile(r"(?<=/bestand/)\S+|(?<=/stuk/)\S+|(?<=/inzage/)\S+"), "[link]"),
    (re.compile(r"(?<![\w.:-])(?:\+31|0031|0)[\s-]?[1-9](?:[\s-]?\d){8}(?![\w-])"), "[phone]"),
)
_Info = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]  # what logging passes on
)


def set_up(level: int = logging.INFO, secrets: Iterable[str] = ()) -> None:
    """Write to stderr, one line per record, redacted; *secrets* are values that may never show."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler])


def watch(secrets: Iterable[str] = ()) -> None:
    """Tell errors that nobody caught as the log tells them; Python's own way prints the words of each."""
    hidden = _longest_first(secrets)
    sys.excepthook = lambda _kind, error, _trace: tell(error, hidden)

    def in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
            tell(told.exc_value, hidden)

    threading.excepthook = in_thread


def tell(error: BaseException, secrets: Iterable[str] = ()) -> None:
    """Print to stderr what kind of error it is and where it went wrong, redacted."""
    print(redacted("\n".join(_lines(error)), _longest_first(secrets)), file=sys.stderr)


class RedactingFormatter(logging.Formatter):
    """Formats a record, then takes out what does not belong in a log."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = _longest_first(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets)

    def formatException(self, ei: _Info) -> str:  # noqa: N802 - the name is logging's
        return "\n".join(_lines(ei[1])) if ei[1] is not None else ""


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return *text* without secrets, tokens, addresses and phone numbers."""
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def _longest_first(secrets: Iterable[str]) -> list[str]:
    """What holds another secret goes before it; a very short one would make every line unreadable."""
    return sorted((one for one in secrets if len(one) >= _SHORTEST), key=len, reverse=True)


def _lines(error: BaseException) -> Iterator[str]:
    """Where it went wrong, and the kind of error, from the first cause on."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
        yield "... which led to:"
    yield "Traceback (most recent call last):"
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield _kind(error)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _lines(one)


def _kind(error: BaseException) -> str:
    """The kind of error, with its words only when it is one of ours: those are made to be read."""
    module = type(error).__module__
    is_ours = module.partition(".")[0] in _OURS
    return f"{module}.{type(error).__qualname__}" + (f": {error}" if is_ours else "")
