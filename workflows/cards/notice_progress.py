"""How far a notice has come, in a bar and in words: first who has been sent it, then who has read it.

It counts nothing itself. Where readers are not asked to confirm, it shows only what was sent.
"""

from datetime import datetime

from texts import say
from workflows.cards.case_sight import Running
from workflows.cards.elements import Progress
from workflows.cards.words import moment, people


def progress(running: Running, now: datetime) -> Progress:
    """Return the bar with its words beside it."""
    if _shows_reading(running):
        return Progress(done=running.read, total=running.total, label=progress_label(running, now))
    return Progress(done=running.sent, total=running.total, label=progress_label(running, now))


def shown_state(running: Running) -> str:
    """Return the state to speak of: a lifting that went to nobody was not sent."""
    return running.state if running.total or running.state != "lifting" else "lifted"


def progress_label(running: Running, now: datetime) -> str:
    """Return how many have a notice or have read it, whether it was stopped, and who is missing."""
    lines = [_stopped(running, now) if running.stopped_at else _counted(running)]
    if running.stopped_at and running.asks and running.read:
        lines.append(say("notice.read_count", read=running.read, total=running.total))
    if running.failed:
        lines.append(say("notice.failed_count", count=running.failed))
    if running.uncertain:
        lines.append(say("notice.uncertain", people=people(running.uncertain)))
    return " ".join(filter(None, [*lines, *_in_channel(running)]))


def _shows_reading(running: Running) -> bool:
    return running.asks and not running.waiting and running.stopped_at is None


def _counted(running: Running) -> str:
    if _shows_reading(running):
        return say("notice.read_count", read=running.read, total=running.total)
    if running.posts:
        return say("notice.sent_count", sent=running.sent, total=running.total)
    return "" if running.total or running.state != "lifting" else say("notice.lifted_nobody")


def _stopped(running: Running, now: datetime) -> str:
    at = moment(running.stopped_at, now) if running.stopped_at else ""
    if not running.posts:
        return say("notice.stopped", moment=at)
    return say("notice.stopped_count", moment=at, sent=running.sent, total=running.total)


def _in_channel(running: Running) -> list[str]:
    """What became of the post in the channel, when that is all there is to tell, or when it is not there."""
    if running.channel == "failed":
        return [say("notice.channel_failed")]
    if running.channel == "moot":
        return [say("notice.channel_held")]
    if running.channel == "" or running.posts or _shows_reading(running):
        return []
    return [say("notice.channel_sent" if running.channel == "sent" else "notice.channel_waits")]
