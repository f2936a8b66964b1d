"""The only module that reads the clock. Everything below gets ``now`` passed in, as aware UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def movable_clock(file: Path) -> Clock:
    """Return a clock that is moved by the seconds in *file*: for rehearsals in the sandbox, never in production."""

    def now() -> datetime:
        return system_clock() + timedelta(seconds=_offset(file))

    return now


def _offset(file: Path) -> float:
    try:
        return float(file.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0.0
