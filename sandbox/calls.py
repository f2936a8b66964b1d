"""Which Web API methods were called, how often, with what answer. Tokens are never kept."""

import threading
from collections import Counter, deque

from sandbox.json_types import Json

REMEMBERED = 500


class Calls:
    """Counts every call and remembers the latest ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._latest: deque[Json] = deque(maxlen=REMEMBERED)

    def note(self, method: str, arguments: Json, outcome: str, at: float) -> None:
        kept = {key: value for key, value in arguments.items() if key != "token"}
        with self._lock:
            self._counts[method] += 1
            self._latest.append({"method": method, "arguments": kept, "outcome": outcome, "at": at})

    def summary(self) -> Json:
        with self._lock:
            return {"counts": dict(self._counts), "latest": list(self._latest)}

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()
            self._latest.clear()
