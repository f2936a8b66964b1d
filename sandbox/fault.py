"""What goes wrong on purpose: the next N calls of a method answer late, badly, or not at all."""

import threading
from dataclasses import dataclass

from sandbox.json_types import Json


@dataclass(kw_only=True)
class Fault:
    method: str
    left: int = 1
    status: int | None = None
    retry_after: int = 1
    error: str | None = None
    reset: str | None = None
    delay: float = 0.0
    done: bool = False  # the method does its work all the same: only the answer is bad


class Faults:
    """The faults that are still to come; `*` stands for every method."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[Fault] = []

    def plan(self, wish: Json) -> None:
        given = {key: value for key, value in wish.items() if key != "times"}
        with self._lock:
            self._planned.append(Fault(left=int(wish.get("times", 1)), **given))

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    def take(self, method: str) -> Fault | None:
        with self._lock:
            for fault in self._planned:
                if fault.left > 0 and fault.method in (method, "*"):
                    fault.left -= 1
                    return fault
        return None
