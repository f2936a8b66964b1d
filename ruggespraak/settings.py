"""Settings from the environment, read once and refused when wrong. Each secret may also come as NAME_FILE.

Errors name the setting and never show its value.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

SECRETS = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_CLIENT_SECRET",
    "DATABASE_URL",
    "RUGGESPRAAK_KEYS",
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """A setting is missing or wrong: the administrator repairs it. Fit to show."""


class Settings(BaseModel):
    """One installation, as the environment describes it; it never looks at the environment itself."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, extra="ignore")

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    database_url: SecretStr = SecretStr("sqlite:///var/ruggespraak.db")
    ruggespraak_keys: SecretStr = SecretStr("")
    ruggespraak_protocol: str = ""
    ruggespraak_schools: str = ""
    ruggespraak_base_url: str = "http://127.0.0.1:8000"
    ruggespraak_announcements: str = Field(default="", pattern=r"^([CG][A-Z0-9]{2,30})?$")
    ruggespraak_phone: str = Field(default="", max_length=100)
    ruggespraak_read_button: Literal["aan", "uit"] = "aan"
    ruggespraak_clock_file: str = ""
    port: int = Field(default=8000, ge=1, le=65535)

    @field_validator("slack_api_url")
    @classmethod
    def _api(cls, value: str) -> str:
        scheme, host = _parts(value)
        secure = scheme == "https" or (scheme == "http" and host in LOOPBACK)
        if not host or not secure or not value.endswith("/api/"):
            raise ValueError("is an https address that ends in /api/ (http only on this computer)")
        return value

    @field_validator("ruggespraak_base_url")
    @classmethod
    def _base(cls, value: str) -> str:
        scheme, host = _parts(value)
        if scheme not in ("http", "https") or not host:
            raise ValueError("is the address of this app, with https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("starts with sqlite:/// or postgresql://")
        if value.get_secret_value() in ("sqlite:///", "sqlite:///:memory:"):
            raise ValueError("names a file, such as sqlite:///var/ruggespraak.db")
        return value

    @property
    def is_rehearsal(self) -> bool:
        """True when Slack is the sandbox on this computer."""
        return urlsplit(self.slack_api_url).hostname in LOOPBACK

    @property
    def schools_file(self) -> Path | None:
        return Path(self.ruggespraak_schools) if self.ruggespraak_schools else None

    @property
    def clock_file(self) -> Path | None:
        return Path(self.ruggespraak_clock_file) if self.ruggespraak_clock_file else None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings of this environment; raises SettingsError that names every wrong one."""
    values = {name: environment[name.upper()] for name in Settings.model_fields if environment.get(name.upper())}
    values |= _from_files(environment)
    try:
        settings = Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = [f"{str(one['loc'][0]).upper()}: {_sentence(one)}" for one in error.errors()]
        raise SettingsError("\n".join(problems)) from None
    if settings.clock_file is not None and not settings.is_rehearsal:
        raise SettingsError("RUGGESPRAAK_CLOCK_FILE: only for rehearsals, with SLACK_API_URL on this computer")
    return settings


def require(settings: Settings, *names: str) -> None:
    """Refuse to go on without these settings."""
    missing = [name for name in names if not _given(getattr(settings, name.lower()))]
    if missing:
        raise SettingsError("\n".join(f"{name}: is not set" for name in missing))


def secret_values(environment: Mapping[str, str]) -> list[str]:
    """Return the secrets of this environment, and the parts of those that hold several: none of it may be logged.

    A file that cannot be read holds nothing to hide; who reads the settings says what is wrong with it.
    """
    found = {name: environment.get(name) or _readable(environment.get(f"{name}_FILE")) for name in SECRETS}
    keys = [part.strip().partition(":")[2] for part in found["RUGGESPRAAK_KEYS"].split(",")]
    return [one for one in (*found.values(), *keys, _password(found["DATABASE_URL"])) if one]


def process_environment() -> Mapping[str, str]:
    return os.environ


def _sentence(error: Mapping[str, Any]) -> str:
    """What is wrong, without the value."""
    if error["type"] == "string_pattern_mismatch":
        return "is the id of a channel, such as C0123ABCD: open the channel's details in Slack, it stands at the bottom"
    return str(error["msg"]).removeprefix("Value error, ")


def _parts(address: str) -> tuple[str, str]:
    """Return scheme and host of an address; both empty when it is none."""
    try:
        parts = urlsplit(address)
        return (parts.scheme, parts.hostname or "") if parts.port != 0 else ("", "")
    except ValueError:
        return "", ""


def _readable(path: str | None) -> str:
    """Return what stands in a file with a secret; nothing when there is none to read."""
    try:
        return _read(path) if path else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _password(address: str) -> str:
    """Return the password in the address of a database: a driver may repeat it without the rest."""
    try:
        return unquote(urlsplit(address).password or "")
    except ValueError:
        return ""


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8").strip()


def _given(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def _from_files(environment: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name in SECRETS:
        path = environment.get(f"{name}_FILE")
        if not path:
            continue
        if environment.get(name):
            raise SettingsError(f"{name}: set either {name} or {name}_FILE, not both")
        try:
            found[name.lower()] = _read(path)
        except OSError as error:
            raise SettingsError(f"{name}_FILE: cannot be read ({error.strerror})") from error
        except UnicodeDecodeError:
            raise SettingsError(f"{name}_FILE: is not text in UTF-8") from None
    return found
