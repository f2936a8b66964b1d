"""What happens by itself: deliveries, deadlines, and a look at who is new in Slack.

APScheduler only ticks (memory store); what is due lies in the database, so a restart, a day of downtime or several
workers lose and double nothing.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from apscheduler.schedulers.background import BackgroundScheduler

from models.store import UnavailableError
from ruggespraak.bootstrap import Installation
from ruggespraak.clock import system_clock
from workflows.usecases.audit import audit
from workflows.usecases.courier import Courier
from workflows.usecases.digest import digest
from workflows.usecases.health import EVERY, beat
from workflows.usecases.keep_daily import is_quiet, keep_daily
from workflows.usecases.members import sync
from workflows.usecases.messenger import DeliveryError
from workflows.usecases.notice_clock import notice_clock
from workflows.usecases.seal import seal_trail
from workflows.usecases.tick import tick

SECONDS_BETWEEN = 0.2
A_DAY = timedelta(hours=23, minutes=30)  # it is looked at by the hour
_LOG = logging.getLogger(__name__)


class Worker:
    """Delivers and ticks in the background until it is stopped; what is being sent then may end."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._courier = Courier(installation.context, installation.messenger)
        self._running = 0
        self._looked_at: datetime | None = None
        self._beat_at: datetime | None = None
        self._change = threading.Condition()
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(job_defaults=defaults, timezone="UTC")
        self._scheduler.add_job(self.deliver, "interval", seconds=SECONDS_BETWEEN)
        self._scheduler.add_job(self.tick, "interval", seconds=1)
        self._scheduler.add_job(self.notices, "interval", seconds=1)
        self._scheduler.add_job(self.digest, "interval", seconds=60, next_run_time=system_clock())
        self._scheduler.add_job(self.audit, "interval", seconds=60, next_run_time=system_clock())
        self._scheduler.add_job(self.seal, "interval", seconds=60, next_run_time=system_clock())
        self._scheduler.add_job(self.keep, "interval", hours=1, next_run_time=system_clock())
        # Not as a second job that runs once: APScheduler trips over one that ends while it is being shut down.
        self._scheduler.add_job(self.sync, "interval", hours=1, next_run_time=system_clock())

    def start(self) -> None:
        self._scheduler.start()

    def halt(self) -> None:
        """Take up nothing new from now on."""
        self._courier.halt()

    def stop(self, patience: float) -> bool:
        """Let what is being sent end; False when that takes longer than *patience* seconds."""
        self.halt()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        until = monotonic() + patience
        ended = self._courier.stop(patience)
        with self._change:
            return self._change.wait_for(lambda: not self._running, max(until - monotonic(), 0.1)) and ended

    def deliver(self) -> None:
        """Send until nothing is due."""
        with self._at_work(), self._patient("deliveries wait"):
            self._courier.run()

    def tick(self) -> None:
        context = self._installation.context
        with self._at_work(), self._patient("deadlines wait"):
            tick(context)
            if self._beat_at is None or abs(context.now() - self._beat_at) >= EVERY:
                self._beat_at = context.now()
                beat(context)

    def notices(self) -> None:
        """Progress of what is being told to all staff, reminders, and marks on what was replaced."""
        with self._at_work(), self._patient("notices wait"):
            notice_clock(self._installation.context)

    def digest(self) -> None:
        """The overview of the day, where it is time."""
        with self._at_work(), self._patient("the overview of the day waits"):
            digest(self._installation.context)

    def audit(self) -> None:
        """A look at what the clock passed over."""
        with self._at_work(), self._patient("the auditor waits"):
            audit(self._installation.context)

    def seal(self) -> None:
        """Bind the audit trail as it is now to what it was."""
        with self._at_work(), self._patient("the audit trail waits to be sealed"):
            seal_trail(self._installation.context)

    def keep(self) -> None:
        """What is no longer kept is announced, and destroyed when every school is closed; looked at by the hour."""
        with self._at_work(), self._patient("what is kept waits"):
            context = self._installation.context
            keep_daily(context, destroys=is_quiet(context))

    def sync(self) -> None:
        """Look at who is in the workspace, once a day; when it fails the next hour tries again.

        Several workers may do so at once: it stores what is so, and the same again changes nothing.
        """
        if self._looked_at is not None and system_clock() - self._looked_at < A_DAY:
            return
        with self._at_work():
            try:
                seen = sync(self._installation.context, self._installation.messenger)
            except (DeliveryError, UnavailableError) as error:
                _LOG.warning("the members of the workspace could not be read: %s", error)
            else:
                self._looked_at = system_clock()
                _LOG.info("members of the workspace: %s new, %s back, %s away", seen.new, seen.back, seen.away)

    @contextmanager
    def _patient(self, what: str) -> Iterator[None]:
        """A database that does not answer is said in one line; the next time comes by itself."""
        try:
            yield
        except* UnavailableError as group:
            _LOG.warning("the database does not answer, %s: %s", what, group.exceptions[0])

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._change:
            self._running += 1
        try:
            yield
        finally:
            with self._change:
                self._running -= 1
                self._change.notify_all()
