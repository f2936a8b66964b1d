"""What time it is in the sandbox: real time plus an offset that a person can move.

The offset lies as plain text in a file, so that another process can read it. Signatures and triggers must not
use this clock: they are about real networks.
"""

import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


class Clock:
    """Real time, moved by `offset` seconds."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.offset = _read(file)

    def now(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        self._move(self.offset + seconds)

    def set_to(self, moment: float) -> None:
        self._move(moment - time.time())

    def set_to_text(self, moment: str) -> None:
        """An ISO date and time, read as the people of the school would."""
        found = datetime.fromisoformat(moment)
        self.set_to((found if found.tzinfo else found.replace(tzinfo=ZONE)).timestamp())

    def reset(self) -> None:
        self._move(0.0)

    def next_morning(self, hour: int = 8) -> None:
        """Tomorrow morning as the people of the school see it, also when summer time starts that night."""
        today = datetime.fromtimestamp(self.now(), ZONE)
        tomorrow = today.date() + timedelta(days=1)
        self.set_to(datetime(tomorrow.year, tomorrow.month, tomorrow.day, hour, tzinfo=ZONE).timestamp())

    def _move(self, offset: float) -> None:
        self.offset = offset
        if self._file is not None:
            _write(self._file, offset)


def _read(file: Path | None) -> float:
    if file is None or not file.exists():
        return 0.0
    return float(file.read_text(encoding="ascii").strip() or 0)


def _write(file: Path, offset: float) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".new")
    draft.write_text(f"{offset}\n", encoding="ascii")
    draft.replace(file)
