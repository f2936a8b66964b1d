"""Settings: what is wrong is refused by name, and no value is ever shown."""

from pathlib import Path

import pytest

from ruggespraak.settings import SECRETS, SettingsError, read_settings, require

SECRET = "geheim-7f3"


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(environment)
    return str(caught.value)


@pytest.mark.parametrize(
    "name, value",
    [
        ("PORT", SECRET),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "80.5"),
        ("SLACK_API_URL", f"http://{SECRET}.example/api/"),
        ("SLACK_API_URL", f"https://{SECRET}.example/api"),
        ("SLACK_API_URL", f"https://{SECRET}.example:port/api/"),
        ("SLACK_API_URL", "https:///api/"),
        ("SLACK_API_URL", "http://[::1/api/"),
        ("SLACK_API_URL", SECRET),
        ("RUGGESPRAAK_BASE_URL", f"ftp://{SECRET}"),
        ("RUGGESPRAAK_BASE_URL", SECRET),
        ("RUGGESPRAAK_BASE_URL", "https://"),
        ("DATABASE_URL", f"mysql://{SECRET}@host/db"),
        ("DATABASE_URL", f"postgres://{SECRET}@host/db"),
        ("DATABASE_URL", f"postgresql+psycopg2://{SECRET}@host/db"),
        ("DATABASE_URL", SECRET),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("RUGGESPRAAK_ANNOUNCEMENTS", f"#{SECRET}"),
        ("RUGGESPRAAK_PHONE", SECRET * 20),
        ("RUGGESPRAAK_READ_BUTTON", SECRET),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_never_its_value(name: str, value: str) -> None:
    message = refusal(**{name: value})
    assert message.startswith(f"{name}: ")
    assert SECRET not in message
    assert "\n" not in message


def test_all_that_is_wrong_is_said_at_once() -> None:
    message = refusal(PORT="x", DATABASE_URL="x", SLACK_API_URL="x")
    assert sorted(line.split(":")[0] for line in message.splitlines()) == ["DATABASE_URL", "PORT", "SLACK_API_URL"]


@pytest.mark.parametrize("host", ["127.0.0.1:8100", "localhost", "[::1]:8100"])
def test_slack_may_be_on_this_computer_without_https(host: str) -> None:
    assert read_settings({"SLACK_API_URL": f"http://{host}/api/"}).is_rehearsal


def test_what_is_set_to_nothing_is_not_set() -> None:
    found = read_settings({"PORT": "", "DATABASE_URL": "", "SLACK_BOT_TOKEN": "", "UNKNOWN": "x"})
    assert (found.port, found.slack_api_url) == (8000, "https://slack.com/api/")


def test_only_the_environment_that_is_given_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "not a port")
    assert read_settings({}).port == 8000


@pytest.mark.parametrize("name", SECRETS)
def test_each_secret_may_stand_in_a_file_of_its_own(name: str, tmp_path: Path) -> None:
    value = "sqlite:///x.db" if name == "DATABASE_URL" else SECRET
    file = tmp_path / "secret"
    file.write_text(f"  {value}\n", encoding="utf-8")
    found = getattr(read_settings({f"{name}_FILE": str(file)}), name.lower())
    assert found.get_secret_value() == value
    assert value not in repr(found)


def test_a_secret_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET, encoding="utf-8")
    message = refusal(SLACK_BOT_TOKEN=SECRET, SLACK_BOT_TOKEN_FILE=str(file))
    assert message.startswith("SLACK_BOT_TOKEN: set either")
    assert SECRET not in message


def test_a_file_that_is_not_there_or_is_no_text_is_refused(tmp_path: Path) -> None:
    assert refusal(RUGGESPRAAK_KEYS_FILE=str(tmp_path / "gone")).startswith("RUGGESPRAAK_KEYS_FILE: cannot be read")
    assert refusal(RUGGESPRAAK_KEYS_FILE=str(tmp_path)).startswith("RUGGESPRAAK_KEYS_FILE: cannot be read")
    binary = tmp_path / "binary"
    binary.write_bytes(SECRET.encode() + b"\xff\xfe")
    message = refusal(RUGGESPRAAK_KEYS_FILE=str(binary))
    assert message.startswith("RUGGESPRAAK_KEYS_FILE: ")
    assert SECRET not in message


def test_the_clock_can_only_be_moved_where_slack_is_the_sandbox() -> None:
    assert refusal(RUGGESPRAAK_CLOCK_FILE="/x").startswith("RUGGESPRAAK_CLOCK_FILE: only for rehearsals")
    sandbox = {"RUGGESPRAAK_CLOCK_FILE": "/x", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
    assert read_settings(sandbox).clock_file == Path("/x")


def test_every_setting_that_is_missing_is_named() -> None:
    settings = read_settings({"SLACK_BOT_TOKEN": SECRET})
    with pytest.raises(SettingsError) as caught:
        require(settings, "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "RUGGESPRAAK_KEYS")
    assert str(caught.value) == "SLACK_SIGNING_SECRET: is not set\nRUGGESPRAAK_KEYS: is not set"


def test_settings_never_show_a_secret() -> None:
    settings = read_settings(dict.fromkeys(SECRETS, f"sqlite:///{SECRET}"))
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
