"""What happens by itself: deliveries, deadlines, and a look at who is new in Slack.

APScheduler only ticks (memory store); what is due lies in the database, so a restart, a day of downtime or several
workers lose and double nothing.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from apscheduler.schedulers.background import BackgroundScheduler

from models.store import UnavailableError
from ruggespraak.bootstrap import Installation
from workflows.usecases.deliver import deliver_due
from workflows.usecases.members import sync
from workflows.usecases.messenger import DeliveryError
from workflows.usecases.tick import tick

SECONDS_BETWEEN = 0.3
SENDERS = 8
_LOG = logging.getLogger(__name__)


class Worker:
    """Delivers and ticks in the background until it is stopped; what is in flight then ends."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="sender")
        self._stopping = False
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(job_defaults=defaults, timezone="UTC")
        self._scheduler.add_job(self.deliver, "interval", seconds=SECONDS_BETWEEN)
        self._scheduler.add_job(self.tick, "interval", seconds=1)
        self._scheduler.add_job(self.sync, "interval", hours=24)
        self._scheduler.add_job(self.sync)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Claim nothing new and let what is being sent end."""
        self._stopping = True
        self._scheduler.shutdown(wait=True)
        self._pool.shutdown(wait=True)

    def deliver(self) -> None:
        """Send until nothing is due."""
        try:
            while not self._stopping and deliver_due(
                self._installation.context, self._installation.messenger, self._pool
            ):
                pass
        except UnavailableError as error:
            _LOG.warning("the database does not answer, deliveries wait: %s", type(error.orig).__name__)

    def tick(self) -> None:
        try:
            tick(self._installation.context)
        except UnavailableError as error:
            _LOG.warning("the database does not answer, deadlines wait: %s", type(error.orig).__name__)

    def sync(self) -> None:
        """Tie the members of the workspace to the staff list; without it each is tied at first contact."""
        try:
            new = sync(self._installation.context, self._installation.messenger)
        except (DeliveryError, UnavailableError) as error:
            _LOG.warning("the members of the workspace could not be read: %s", error)
        else:
            _LOG.info("members tied to the staff list: %s new", new)
