"""Dutch words for moments, people and tasks, the same on every card."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date

from texts import say
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Assignee, Case, Round
from workflows.engine.conditions import is_fast
from workflows.engine.protocol import Protocol, outcome_label, outcomes, task_label

_WEEK = 6


def moment(at: datetime, now: datetime) -> str:
    """Return a moment as people say it: vandaag om 16.10 uur."""
    local, today = at.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM).date()
    return say("words.moment", day=day(local.date(), today), time=f"{local.hour}.{local.minute:02d}")


def date_and_time(at: datetime) -> str:
    """Return a moment that still reads right tomorrow: 24 november om 10.00 uur."""
    local = at.astimezone(AMSTERDAM)
    when = _written(local.date(), "d MMMM")
    return say("words.moment", day=when, time=f"{local.hour}.{local.minute:02d}")


def full_moment(at: datetime) -> str:
    """Return a moment that reads right in any year: 24 november 2026 om 10.00 uur."""
    local = at.astimezone(AMSTERDAM)
    when = _written(local.date(), "d MMMM y")
    return say("words.moment", day=when, time=f"{local.hour}.{local.minute:02d}")


def people(count: int) -> str:
    """Return so many people in words: 1 persoon, 15 mensen."""
    return say("notice.people_one") if count == 1 else say("notice.people", count=count)


def day(when: date, today: date) -> str:
    """Return a day as people say it: vandaag, morgen, maandag 23 november."""
    near = {
        today - timedelta(days=1): "words.yesterday",
        today: "words.today",
        today + timedelta(days=1): "words.tomorrow",
    }
    if when in near:
        return say(near[when])
    with_year = "EEEE d MMMM" if abs((when - today).days) < 180 else "d MMMM y"
    return _written(when, with_year)


def left(due_at: datetime | None, now: datetime) -> str:
    """Return until when there is time, or that the term has passed; nothing for what has no term."""
    if due_at is None:
        return ""
    if due_at < now:
        return say("words.late", moment=moment(due_at, now))
    local, today = due_at.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM).date()
    if local.date() <= today + timedelta(days=1):
        return say("words.soon", day=day(local.date(), today), time=f"{local.hour}.{local.minute:02d}")
    return say("words.before", moment=moment(due_at, now))


def with_term(text: str, due_at: datetime | None, now: datetime) -> str:
    """Return a thing to do with its term behind it, between brackets."""
    term = left(due_at, now)
    return say("words.with_term", text=text, term=term) if term else text


def kind_label(protocol: Protocol, case: Case) -> str:
    """Return what sort of case it is; a confidential one says nothing more."""
    return say("words.confidential") if is_secret(protocol, case) else protocol.kinds[case.kind].label


def is_secret(protocol: Protocol, case: Case) -> bool:
    """True when messages may only say that there is a confidential case."""
    return is_fast(case) or protocol.kinds[case.kind].confidential


def task_name(protocol: Protocol, case: Case, task: str) -> str:
    return task_label(task, protocol.task(case.kind, task))


def in_order(protocol: Protocol, case: Case, rounds: Iterable[Round]) -> list[Round]:
    """Return what is due first on top, closing always last."""

    def place(found: Round) -> tuple[bool, bool, datetime]:
        closes = protocol.task(case.kind, found.task).does == "close"
        return closes, found.due_at is None, found.due_at or found.opened_at

    return sorted(rounds, key=place)


def steps(protocol: Protocol, case: Case) -> list[Round]:
    """Return what people did, oldest first. The first submission is the case itself, no step in it."""
    tasks = protocol.kinds[case.kind].tasks
    done = [one for one in case.rounds if one.state == "done" and one.by]
    kept = [one for one in done if one.number > 1 or not tasks[one.task].starts]
    return sorted(kept, key=lambda one: one.ended_at or one.opened_at)


def outcome_name(protocol: Protocol, case: Case, found: Round) -> str:
    """Return how a finished round ended."""
    task = protocol.task(case.kind, found.task)
    if found.outcome is None:
        return ""
    return outcome_label(found.outcome, outcomes(task)[found.outcome])


def last_verdict(protocol: Protocol, case: Case) -> Round | None:
    """Return the answer that stands now to somebody who asked for one; a report has none to share."""
    tasks = protocol.kinds[case.kind].tasks
    if not any(task.starts for task in tasks.values()):
        return None
    given = [
        found
        for found in case.rounds
        if found.state == "done"
        and found.by != case.melder
        and found.outcome in tasks[found.task].outcomes
        and not (tasks[found.task].discretionary or tasks[found.task].does == "close")
    ]
    last = max(given, key=lambda found: found.ended_at or found.opened_at, default=None)
    again = last and any(found.task == last.task for found in case.open_rounds())
    return None if again else last


def verdict(protocol: Protocol, case: Case) -> str:
    """Return how that answer reads, empty when there is none."""
    found = last_verdict(protocol, case)
    return outcome_name(protocol, case, found) if found else ""


def reason(protocol: Protocol, who: Assignee, names: Mapping[str, str], today: date) -> str:
    """Return why this person is asked, as a sentence to them."""
    return say(who.reason, **reason_params(protocol, who, names, today))


def reason_params(protocol: Protocol, who: Assignee, names: Mapping[str, str], today: date) -> dict[str, str]:
    """Return what fills the blanks of a reason: names, days as people say them, the school's own word for a role."""
    params = dict(who.params)
    if "name" in params:
        params["name"] = names.get(params["name"], say("words.somebody"))
    if "until" in params:
        params["until"] = day(date.fromisoformat(params["until"]), today)
    if "day" in params:
        params["day"] = _written(date.fromisoformat(params["day"]), "EEEE")
    return {**params, "role": protocol.label(params.get("role", who.role))}


@lru_cache(maxsize=1000)
def _written(when: date, pattern: str) -> str:
    return format_date(when, pattern, locale="nl")


def short(text: str, limit: int) -> str:
    """Return at most *limit* characters, cut at a word."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0] or text[: limit - 1]
    return cut.rstrip(" ,.:;") + "…"
