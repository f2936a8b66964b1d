"""Sending with several hands at once: which lane may go on, how much is claimed, and when to look again.

It claims no more than there are hands free, so that an answer to a person never waits behind a broadcast that was
claimed before it; a broadcast never gets the last hands. What one delivery needs is for ``deliver``.
"""

import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import monotonic

from models import claims
from models.deliveries import BULK, LAST, STEPS, Delivery
from models.store import Transaction
from workflows.usecases.context import Context
from workflows.usecases.deliver import LEASE, deliver
from workflows.usecases.messenger import Messenger
from workflows.usecases.pace import Pace

HANDS = 8
KEPT_FREE = 2  # hands that a broadcast does not get; one more is for what is not urgent in the other lanes
_LOOK = 0.25  # seconds until every lane is looked at again while something is under way
_BREATH = 0.03  # seconds between two looks: each takes all that may go by then
_SOON = 1.5  # seconds that are worth waiting for; what comes later is for the next run


class Courier:
    """Sends until nothing is due; ``halt`` has it take up nothing new. One thread runs it, its hands do the sending."""

    def __init__(self, ctx: Context, messenger: Messenger, hands: int = HANDS) -> None:
        self._ctx, self._messenger, self._hands = ctx, messenger, hands
        self._pool = ThreadPoolExecutor(hands, thread_name_prefix="sender")
        self._paces: defaultdict[str, Pace] = defaultdict(Pace)
        self._change = threading.Condition()
        self._busy, self._running, self._freed = 0, False, False
        self._faults: list[BaseException] = []
        self._halted = threading.Event()
        self._next: list[float] = []
        self._look_at = 0.0
        self._paused: dict[str, datetime] = {}
        self._full: set[str] = set()
        self._in_lane: Counter[str] = Counter()

    def run(self) -> None:
        """Send until nothing is due and nothing is under way; raises BaseExceptionGroup for faults of ours."""
        with self._change:
            if self._halted.is_set():
                return
            self._running = True
        try:
            self._send()
        finally:
            with self._change:
                self._running = False
                self._change.notify_all()
        self._raise_faults()

    def halt(self) -> None:
        """Take up nothing new from now on."""
        with self._change:
            self._halted.set()
            self._change.notify_all()

    def stop(self, patience: float) -> bool:
        """Let what is being sent end; False when that takes longer than *patience* seconds."""
        self.halt()
        with self._change:
            ended = self._change.wait_for(lambda: not (self._busy or self._running), patience)
        self._pool.shutdown(wait=ended)
        return ended

    def _send(self) -> None:
        self._look_at = 0.0
        while not self._halted.is_set():
            alone = not self._busy  # before the look: a hand that comes free after it may leave something waiting
            whole = monotonic() >= self._look_at
            taken = self._take(whole=whole)
            for one in taken:
                self._hand_out(one)
            soon = min(self._next, default=_SOON)
            if alone and whole and not taken and soon >= _SOON:
                break
            self._wait(min(soon, max(self._look_at - monotonic(), 0.0)))
            self._raise_faults()

    def _take(self, *, whole: bool) -> list[Delivery]:
        """Claim what may go now, no more than there are hands: *whole* in every lane, else in the full ones only."""
        self._next = []
        now, taken = self._ctx.now(), list[Delivery]()
        lanes = [f"{self._ctx.options.lane}:{step}" for step in STEPS] if whole else list(self._full)
        if self._busy >= self._hands or not lanes:
            return taken
        with self._ctx.store.write() as tx:
            if whole:
                self._look(tx, now)
            for lane in lanes:
                if (until := self._paused.get(lane, now)) > now:
                    self._next.append((until - now).total_seconds())
                else:
                    taken += self._claim(tx, lane, now, self._hands - self._busy - len(taken))
        return taken

    def _look(self, tx: Transaction, now: datetime) -> None:
        """See what others left behind, and which lanes somebody was asked to leave alone."""
        claims.look_for_lost(tx, now)
        self._paused = claims.resumes_at(tx, self._ctx.options.lane, now)
        self._look_at = monotonic() + _LOOK

    def _claim(self, tx: Transaction, lane: str, now: datetime, free: int) -> list[Delivery]:
        """Claim what this lane may send now, for the hands that are free; the last ones are for what is urgent."""
        pace = self._paces[lane]
        room = pace.room(monotonic())
        if room < 1:
            self._next.append(pace.ready_in())
        rest = min(free - KEPT_FREE, self._hands - KEPT_FREE - 1 - self._in_lane[lane])
        least = LAST if rest > 0 else BULK - 1
        limit = int(min(room, rest if rest > 0 else free))
        if limit < 1:
            return []
        found = claims.claim(tx, lane, now, LEASE, limit, least=least)
        if len(found) == limit:
            self._full.add(lane)
        elif least == LAST and not self._is_paused(tx, lane, now):
            self._full.discard(lane)
            pace.rested()
        if found:
            pace.sent(len(found), monotonic())
        return found

    def _is_paused(self, tx: Transaction, lane: str, now: datetime) -> bool:
        """True when another worker ran into the limit: then there was not too little to send."""
        if lane in self._full:
            self._paused = claims.resumes_at(tx, self._ctx.options.lane, now)
        return self._paused.get(lane, now) > now

    def _hand_out(self, delivery: Delivery) -> None:
        with self._change:
            self._busy += 1
            self._in_lane[delivery.lane] += 1
        self._pool.submit(self._deliver, delivery)

    def _deliver(self, delivery: Delivery) -> None:
        """Runs in a hand. A fault is kept for the thread that runs the courier: it raises it."""
        try:
            until = deliver(self._ctx, self._messenger, delivery)
            if until is not None:
                now = self._ctx.now()
                with self._change:
                    self._paces[delivery.lane].refused(monotonic(), (until - now).total_seconds())
                    self._paused[delivery.lane] = until
        except BaseException as fault:
            self._faults.append(fault)
        finally:
            with self._change:
                self._busy -= 1
                self._in_lane[delivery.lane] -= 1
                self._freed = True
                self._change.notify_all()

    def _wait(self, seconds: float) -> None:
        """Wait that long, or until a hand comes free; never so short that looking is all that is done."""
        self._halted.wait(_BREATH)
        with self._change:
            self._change.wait_for(lambda: self._freed or self._halted.is_set(), max(seconds - _BREATH, 0.0))
            self._freed = False

    def _raise_faults(self) -> None:
        if self._faults:
            found, self._faults = self._faults, []
            raise BaseExceptionGroup("these deliveries met a fault of ours", found)
