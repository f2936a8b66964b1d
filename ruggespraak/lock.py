"""One long-running process on a SQLite file: a lock that the system frees when the process dies."""

import fcntl
from io import TextIOWrapper
from pathlib import Path

from models.store import Store
from ruggespraak.settings import SettingsError


class ProcessLock:
    """Held as long as the process serves; on PostgreSQL there is nothing to hold."""

    def __init__(self, store: Store) -> None:
        self._file: TextIOWrapper | None = None
        if store.is_sqlite and store.url.database:
            self._file = _hold(Path(f"{store.url.database}.lock"))

    def __enter__(self) -> "ProcessLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        if self._file is not None:
            self._file.close()


def _hold(path: Path) -> TextIOWrapper:
    try:
        file = path.open("a", encoding="ascii")
    except OSError as error:
        raise SettingsError(f"DATABASE_URL: cannot write beside the SQLite file ({error.strerror})") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise SettingsError(
            "DATABASE_URL: another process already serves this SQLite file. One process serves a SQLite file; "
            "for more than one, use PostgreSQL."
        ) from error
    return file
