"""What gets into a log holds no secret, no address, no words that somebody typed."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from models.store import UnavailableError
from ruggespraak.logs import RedactingFormatter, redacted
from ruggespraak.settings import secret_values
from tests.play import ROOT

CANARY = "Sanne heeft het gedaan"


@pytest.mark.parametrize(
    "said, written",
    [
        ("token xoxb-12-ab-cd refused", "token [token] refused"),
        ("app token xapp-1-A-b", "app token [token]"),
        ("postgresql://piet:geheim@db/school", "postgresql://[password]@db/school"),
        ("mail to anna.de.wit@school.example!", "mail to [e-mail]!"),
        ("POST https://hooks.slack.com/actions/T1/2/x failed", "POST [response address] failed"),
        ("GET /bestand/abc.def.ghi 404", "GET /bestand/[link] 404"),
        ("GET /stuk/abc.def.ghi 404", "GET /stuk/[link] 404"),
        ("bel 06-12345678 of +31 6 12345678", "bel [phone] of [phone]"),
        ("case 2026-0042 in lane slack:post", "case 2026-0042 in lane slack:post"),
        ("at 2026-11-24 09:15:02,123 deadline 0612", "at 2026-11-24 09:15:02,123 deadline 0612"),
    ],
)
def test_secrets_addresses_and_numbers_of_people_are_taken_out(said: str, written: str) -> None:
    assert redacted(said) == written


def test_the_secrets_of_this_installation_never_show() -> None:
    keys = secret_values(
        {"RUGGESPRAAK_KEYS": "k1:QUJDREVGR0g=,k2:SUpLTE1OT1A=", "SLACK_SIGNING_SECRET": "hartstikkegeheim"}
    )
    formatter = RedactingFormatter(keys)
    record = logging.makeLogRecord({"msg": "hartstikkegeheim QUJDREVGR0g= SUpLTE1OT1A=", "levelname": "INFO"})
    assert formatter.format(record).endswith("[secret] [secret] [secret]")


def test_a_secret_that_comes_as_a_file_never_shows_either(tmp_path: Path) -> None:
    given = {
        "RUGGESPRAAK_KEYS": "k1:QUJDREVGR0g=,k2:SUpLTE1OT1A=",
        "DATABASE_URL": "postgresql+psycopg://ruggespraak:lang%40woord@postgres:5432/ruggespraak",
        "SLACK_BOT_TOKEN": "hartstikkegeheim",
    }
    environment = {f"{name}_FILE": str(tmp_path / name) for name in given}
    for name, text in given.items():
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    formatter = RedactingFormatter(secret_values(environment | {"SLACK_APP_TOKEN_FILE": str(tmp_path / "none")}))
    record = logging.makeLogRecord({"msg": f"{' '.join(given.values())} QUJDREVGR0g= lang@woord", "levelname": "INFO"})
    assert formatter.format(record).split(": ")[-1] == " ".join(["[secret]"] * 5)


def test_an_error_that_nobody_caught_is_told_by_kind_and_place_in_a_thread_too() -> None:
    work = (
        "import threading; from ruggespraak.logs import watch; watch();"
        f"thread = threading.Thread(target=int, args=({CANARY!r},)); thread.start(); thread.join(); int({CANARY!r})"
    )
    found = subprocess.run(
        [sys.executable, "-c", work], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert found.returncode == 1
    assert found.stderr.count("builtins.ValueError") == 2
    assert CANARY not in found.stderr


def test_of_a_strange_error_only_its_kind_and_place_are_told() -> None:
    said = _logged(lambda: int(CANARY))
    assert CANARY not in said
    assert "builtins.ValueError" in said
    assert "test_logs.py" in said


def test_an_error_of_our_own_keeps_its_words_and_the_cause_does_not() -> None:
    def fail() -> None:
        try:
            {}[CANARY]  # type: ignore[index]
        except KeyError as error:
            raise UnavailableError("no connection is free") from error

    said = _logged(fail)
    assert "UnavailableError: no connection is free" in said
    assert "builtins.KeyError" in said
    assert CANARY not in said


def test_errors_in_a_group_are_told_one_by_one() -> None:
    def fail() -> None:
        raise ExceptionGroup(CANARY, [ValueError(CANARY), UnavailableError("away")])

    said = _logged(fail)
    assert "builtins.ValueError" in said
    assert "UnavailableError: away" in said
    assert CANARY not in said


def _logged(work: object) -> str:
    try:
        work()  # type: ignore[operator]
    except Exception:
        record = logging.makeLogRecord({"msg": "it failed", "levelname": "ERROR", "exc_info": sys.exc_info()})
    return RedactingFormatter().format(record)
