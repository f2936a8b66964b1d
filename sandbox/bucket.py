"""Slack's rate limit for one method: a token bucket in real time. No limit is set unless somebody asks for one."""

import math
import threading
import time
from collections.abc import Mapping

from sandbox.options import Limits


class Buckets:
    """One bucket per limited method."""

    def __init__(self, limits: Mapping[str, Limits]) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._levels = {method: (float(limit.burst), time.monotonic()) for method, limit in limits.items()}

    def wait_for(self, method: str) -> int:
        """0 when the call may pass, else whole seconds to wait (Slack's Retry-After is never 0)."""
        limit = self._limits.get(method)
        if limit is None:
            return 0
        with self._lock:
            level, at = self._levels[method]
            now = time.monotonic()
            level = min(float(limit.burst), level + (now - at) * limit.per_second)
            passed = level >= 1
            self._levels[method] = (level - 1 if passed else level, now)
        return 0 if passed else max(1, math.ceil((1 - level) / limit.per_second))
