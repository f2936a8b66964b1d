"""From settings to a running installation: store, keys, protocol, desk and messenger, wired together."""

import logging
import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import holidays

from models import people
from models.keyring import Keyring, KeyringError
from models.schema import SchemaError, is_current, migrate
from models.store import AddressError, Store, Transaction, UnavailableError
from ruggespraak import proof
from ruggespraak.clock import Clock, movable_clock, system_clock
from ruggespraak.settings import Settings, SettingsError, require
from slackapp.client import SlackSettings, gesture_client, sender_client
from slackapp.messenger import SlackMessenger
from workflows.protocol_files import ProtocolFileError, Source, checked, read
from workflows.school_file import ALL, SchoolFileError, Schools, read_schools
from workflows.school_holiday import known_until
from workflows.usecases.context import Context, Options
from workflows.usecases.messenger import PausedError
from workflows.usecases.school_desk import SchoolDesk
from workflows.usecases.take_protocol import Change, take_protocol

_LOG = logging.getLogger(__name__)
_YEARS_AHEAD = 5
_AHEAD = timedelta(days=180)
_NOT_LISTED = "vangnet of %s: address %d is not on the staff list and cannot be asked"


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Everything that runs: made once at the start."""

    settings: Settings
    context: Context
    messenger: SlackMessenger
    desk: SchoolDesk

    @property
    def slack(self) -> SlackSettings:
        return slack_settings(self.settings)


def install(settings: Settings, source: Source | None = None) -> Installation:
    """Return a wired installation; raises SettingsError for what the administrator must repair.

    *source* is a protocol that was checked already, for who starts the same one many times.
    """
    require_all(settings)
    context = make_context(settings, source)
    tell_change(take_protocol(context))
    proof.remember(context.store, context.source)
    tell_unknown_fallback(context)
    slack = slack_settings(settings)
    messenger = SlackMessenger(sender_client(slack))
    # Somebody is waiting for the desk's answer: it asks Slack quickly or not at all, the worker may wait.
    hasty = SlackMessenger(gesture_client(slack), sleep=_do_not_wait)
    return Installation(settings=settings, context=context, messenger=messenger, desk=SchoolDesk(context, hasty))


def tell_change(change: Change) -> None:
    """Say in the log which rules changed since the protocol that new cases started under until now."""
    if change.lines:
        _LOG.info("new cases start under another protocol than %s; running cases keep theirs", change.before)
        for line in change.lines:
            _LOG.info("  %s", line)


def tell_unknown_fallback(context: Context) -> None:
    """Say in the log which addresses of a ``vangnet`` are not on the staff list: by school and place, not by address.

    A school without a ``vangnet`` of its own has that of all schools, of which is told once.
    """
    general = context.fallback.get(ALL, ())
    with context.store.read() as tx:
        if not people.count(tx):
            return
        for school, addresses in context.fallback.items():
            if school != ALL and addresses == general:
                continue
            for place, address in enumerate(addresses, 1):
                if not _can_be_asked(tx, address):
                    _LOG.warning(_NOT_LISTED, f"school {school}" if school else "all schools", place)


def _can_be_asked(tx: Transaction, address: str) -> bool:
    known = people.by_email(tx, address.lower())
    return known is not None and known.active and known.listed


def require_all(settings: Settings) -> None:
    """Refuse to go on without what every installation needs."""
    require(settings, "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "RUGGESPRAAK_KEYS", "RUGGESPRAAK_PROTOCOL")


def make_context(settings: Settings, source: Source | None = None) -> Context:
    """Return the context of the use cases: checked protocol, keys, and last of all the database at the right schema."""
    keyring = keyring_of(settings)
    source = source or proven_source(settings)
    clock = clock_of(settings)
    schools = schools_of(settings, clock())
    return Context(
        store=open_store(settings),
        keyring=keyring,
        source=source,
        now=clock,
        new_id=new_id,
        calendars=schools.calendars,
        fallback=schools.fallback,
        retention=schools.retention,
        options=Options(
            announcements=settings.ruggespraak_announcements,
            base_url=settings.ruggespraak_base_url,
            phone=settings.ruggespraak_phone,
            read_button=settings.ruggespraak_read_button == "aan",
        ),
    )


def open_store(settings: Settings) -> Store:
    """Open the database. A SQLite file is brought up to date; PostgreSQL must have been migrated."""
    store = reach_store(settings)
    with ExitStack() as undo:
        undo.callback(store.close)
        if store.is_sqlite:
            bring_up_to_date(store)
        elif not is_up_to_date(store):
            raise SettingsError("DATABASE_URL: the tables are not up to date; run 'ruggespraak migrate' first")
        unlock(store)
        undo.pop_all()
    return store


def open_current(settings: Settings) -> Store:
    """Open a database that is up to date already, for commands that only look or seal; proves the keys."""
    store = reach_store(settings)
    with ExitStack() as undo:
        undo.callback(store.close)
        if not is_up_to_date(store):
            raise SettingsError("DATABASE_URL: the tables are not up to date; run 'ruggespraak migrate' first")
        unlock(store)
        undo.pop_all()
    return store


def reach_store(settings: Settings) -> Store:
    """Return the store as it is, with the folder of a SQLite file made; without keys what is sealed stays closed."""
    store = _store(settings)
    try:
        if store.folder is not None:
            store.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"DATABASE_URL: the folder of the file cannot be made ({error.strerror})") from error
    return store


def _store(settings: Settings) -> Store:
    keyring = keyring_of(settings) if settings.ruggespraak_keys.get_secret_value() else None
    try:
        return Store(settings.database_url.get_secret_value(), keyring)
    except AddressError as error:
        raise SettingsError(f"DATABASE_URL: {error}") from None


def unlock(store: Store) -> None:
    """Prove that the keys are those that sealed this database; raises SettingsError that says which is not."""
    try:
        store.vault.unlock()
    except KeyringError as error:
        raise SettingsError(str(error)) from error
    except UnavailableError as error:
        raise SettingsError(f"DATABASE_URL: the database does not answer ({error})") from error


def bring_up_to_date(store: Store) -> None:
    try:
        migrate(store)
    except KeyringError as error:
        raise SettingsError(str(error)) from error
    except SchemaError as error:
        raise SettingsError(f"DATABASE_URL: {error}") from error
    except UnavailableError as error:
        raise SettingsError(f"DATABASE_URL: the database does not answer ({error})") from error


def is_up_to_date(store: Store) -> bool:
    try:
        return is_current(store)
    except UnavailableError as error:
        raise SettingsError(f"DATABASE_URL: the database does not answer ({error})") from error


def proven_source(settings: Settings) -> Source:
    """Return the protocol, checked now unless this code has proven it for this database before."""
    source = read_source(settings.ruggespraak_protocol)
    store = _store(settings)
    try:
        return source if proof.was_proven(store, source) else must_hold(source)
    finally:
        store.close()


def protocol_source(name: str) -> Source:
    """Return the checked protocol; raises SettingsError with file, line and key."""
    return must_hold(read_source(name))


def read_source(name: str) -> Source:
    """Return the protocol unchecked; raises SettingsError for a file that cannot be used."""
    try:
        return read(name)
    except ProtocolFileError as error:
        raise SettingsError(f"RUGGESPRAAK_PROTOCOL: the protocol cannot be used\n{error}") from error


def must_hold(source: Source) -> Source:
    """Return the protocol after checking it; raises SettingsError with file, line and key."""
    found = checked(source)
    if found.problems:
        lines = [f"{':'.join(map(str, source.place(one.key)))}: {one.key}: {one.message}" for one in found.problems]
        raise SettingsError("RUGGESPRAAK_PROTOCOL: the protocol is refused\n" + "\n".join(lines))
    return source


def keyring_of(settings: Settings) -> Keyring:
    try:
        return Keyring.parse(settings.ruggespraak_keys.get_secret_value())
    except KeyringError as error:
        raise SettingsError(str(error)) from error


def clock_of(settings: Settings) -> Clock:
    return movable_clock(settings.clock_file) if settings.clock_file else system_clock


def slack_settings(settings: Settings) -> SlackSettings:
    return SlackSettings(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        api_url=settings.slack_api_url,
    )


def schools_of(settings: Settings, now: datetime) -> Schools:
    """Return the settings of the schools; raises SettingsError with file, line and key."""
    try:
        schools = read_schools(settings.schools_file, public_holidays(now))
    except SchoolFileError as error:
        raise SettingsError(f"RUGGESPRAAK_SCHOOLS: the file cannot be used\n{error}") from error
    for region in {region for region in schools.regions.values() if region}:
        if now.date() + _AHEAD > known_until(region):
            _LOG.warning("school holidays of %s are known until %s only", region, known_until(region))
    return schools


def public_holidays(now: datetime) -> Mapping[date, str]:
    """Return the public holidays around now by name, 5 May of every year among them; the schools' file has the rest."""
    years = range(now.year - 1, now.year + _YEARS_AHEAD)
    return dict(holidays.country_holidays("NL", years=years, language="nl", categories=("public", "optional")))


def new_id() -> str:
    """Return a fresh id that nobody can guess."""
    return secrets.token_hex(16)


def _do_not_wait(seconds: float) -> None:
    raise PausedError("ratelimited", seconds)
