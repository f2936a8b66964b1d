"""How fast one lane may go. The chat product does not say, so it is learned from how often it says "wait". Pure.

Without a refusal there is no limit of ours. After one, the speed is what the product took since the refusal before,
and a little more, so that its limit is used up and seldom run into. It grows again as long as nothing is refused:
another worker may have gone. A ``Wait`` itself is not kept here but in the database, where every worker sees it.
"""

from dataclasses import dataclass

AHEAD = 1.2  # of the speed that was measured
GROWTH = 1.05  # per second
SLOWEST = 0.5  # per second
FASTEST = 1000.0  # per second: beyond this there is no limit that matters
BURST = 8.0
_LONGEST = 600.0


@dataclass
class Pace:
    """The speed of one lane; every moment is in seconds of one clock that does not matter."""

    rate: float | None = None
    _level: float = BURST
    _at: float = 0.0
    _since: float | None = None
    _taken: int = 0
    _paused_until: float = 0.0

    def room(self, now: float) -> float:
        """Return how many may be sent now; without a known limit there is no end to it."""
        if self.rate is None:
            return float("inf")
        gone = min(max(now - self._at, 0.0), _LONGEST)
        self.rate *= GROWTH**gone
        if self.rate > FASTEST:
            self.rate, self._level = None, BURST
            return float("inf")
        self._level = min(self._level + gone * self.rate, BURST)
        self._at = now
        return max(self._level, 0.0)

    def ready_in(self) -> float:
        """Return in how many seconds there is room for one more, as of the last look."""
        return 0.0 if self.rate is None else max(1.0 - self._level, 0.0) / self.rate

    def sent(self, number: int, now: float) -> None:
        """Count what is sent now."""
        if self._since is None:
            self._since, self._taken = now, 0
        self._taken += number
        self._level -= number

    def refused(self, now: float, seconds: float) -> None:
        """Learn from a refusal; those that were under way at the same time say the same again."""
        if now < self._paused_until or self._since is None:
            return
        measured = max(self._taken - 1, 0) / max(now - self._since, 0.05)
        self.rate = max(measured * AHEAD, SLOWEST)
        self._level, self._at = BURST, now + seconds
        self._since, self._taken = now, 0
        self._paused_until = now + seconds

    def rested(self) -> None:
        """Nothing waited: the next measurement begins anew, or the silence would count as slowness."""
        self._since = None
