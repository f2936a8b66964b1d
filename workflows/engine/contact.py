"""An office that a task phones: its number, its hours, and when somebody will pick up (X-3)."""

from datetime import datetime, time
from typing import Annotated

from pydantic import Field, StringConstraints

from workflows.engine.calendar import Calendar
from workflows.engine.part import Cites, Part, Text

_HOUR = StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")


class Contact(Part):
    """An office with the hours of its working days (local time, ``HH:MM``)."""

    label: Text
    phone: Annotated[Text, Field(max_length=30)]
    opens: Annotated[str, _HOUR] = "00:00"
    closes: Annotated[str, _HOUR] = "23:59"
    cite: Cites = ()


def hours_of(contact: Contact, calendar: Calendar) -> Calendar:
    """Return when this office works, with the national holidays of *calendar*."""
    return calendar.office(time.fromisoformat(contact.opens), time.fromisoformat(contact.closes))


def next_open(contact: Contact, calendar: Calendar, moment: datetime) -> datetime:
    """Return *moment* when somebody picks up then, else when the office opens next (aware UTC)."""
    return hours_of(contact, calendar).next_open(moment)
