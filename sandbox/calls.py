"""What the app said: which Web API methods it called, how often, and its answers to requests. Tokens are never kept."""

import threading
from collections import Counter, deque

from sandbox.json_types import Json

REMEMBERED = 500


class Calls:
    """Counts every call and remembers the latest ones, and the latest answers, as many of each as *remembered*."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._latest: deque[Json] = deque(maxlen=remembered)
        self._answers: deque[str] = deque(maxlen=remembered)

    def note(self, method: str, arguments: Json, outcome: str, at: float) -> None:
        kept = {key: value for key, value in arguments.items() if key != "token"}
        with self._lock:
            self._counts[method] += 1
            self._latest.append({"method": method, "arguments": kept, "outcome": outcome, "at": at})

    def answered(self, body: str) -> None:
        """Remember what the app answered to a request; an empty answer says nothing."""
        if body.strip():
            with self._lock:
                self._answers.append(body)

    def summary(self) -> Json:
        with self._lock:
            return {"counts": dict(self._counts), "latest": list(self._latest), "answers": list(self._answers)}

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()
            self._latest.clear()
            self._answers.clear()
