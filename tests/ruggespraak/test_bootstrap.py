"""An installation starts only when everything fits, and says what does not."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import people, protocols
from models.schema import migrate
from models.store import Store
from ruggespraak.bootstrap import install, make_context
from ruggespraak.clock import movable_clock, system_clock
from ruggespraak.settings import SettingsError, read_settings
from tests.conftest import fresh_postgres
from tests.play import KEYS, RING, ROOT
from workflows.protocol_files import read


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "DATABASE_URL": f"sqlite:///{folder / 'deep' / 'r.db'}",
        "RUGGESPRAAK_KEYS": KEYS,
        "RUGGESPRAAK_PROTOCOL": "scala",
    } | more


def refusal(folder: Path, **more: str) -> str:
    with pytest.raises(SettingsError) as caught:
        install(read_settings(environment(folder, **more)))
    return str(caught.value)


def test_an_installation_on_sqlite_makes_its_folder_and_its_tables(tmp_path: Path) -> None:
    installation = install(read_settings(environment(tmp_path)))
    assert (tmp_path / "deep" / "r.db").exists()
    assert installation.context.protocol.protocol == "scala"
    installation.context.store.close()


def test_what_is_missing_is_named_before_anything_is_made(tmp_path: Path) -> None:
    message = refusal(tmp_path, SLACK_SIGNING_SECRET="", RUGGESPRAAK_PROTOCOL="")
    assert message == "SLACK_SIGNING_SECRET: is not set\nRUGGESPRAAK_PROTOCOL: is not set"
    assert list(tmp_path.iterdir()) == []


def test_a_broken_protocol_file_is_refused_with_file_line_and_key(tmp_path: Path) -> None:
    text = (ROOT / "workflows/protocols/scala.yml").read_text(encoding="utf-8")
    broken = tmp_path / "school.yml"
    broken.write_text(text.replace("strength: must", "strength: shout", 1), encoding="utf-8")
    line = next(number for number, one in enumerate(broken.read_text().splitlines(), 1) if "shout" in one)
    message = refusal(tmp_path, RUGGESPRAAK_PROTOCOL=str(broken))
    assert message.startswith("RUGGESPRAAK_PROTOCOL: ")
    assert f"school.yml:{line}" in message
    assert "strength" in message


def test_a_protocol_that_could_get_stuck_is_refused_with_its_place(tmp_path: Path) -> None:
    text = (ROOT / "workflows/protocols/scala.yml").read_text(encoding="utf-8")
    broken = tmp_path / "school.yml"
    broken.write_text(text.replace("cite: [", "cite: [SCA-NOWHERE, ", 1), encoding="utf-8")
    message = refusal(tmp_path, RUGGESPRAAK_PROTOCOL=str(broken))
    assert "SCA-NOWHERE" in message
    assert "school.yml:" in message


def test_a_protocol_that_this_code_proved_for_this_database_is_not_walked_again(tmp_path: Path) -> None:
    """A file that would be refused is let through when the database says that it was proven: nothing was walked."""
    text = (ROOT / "workflows/protocols/scala.yml").read_text(encoding="utf-8")
    broken = tmp_path / "school.yml"
    broken.write_text(text.replace("cite: [", "cite: [SCA-NOWHERE, ", 1), encoding="utf-8")
    settings = read_settings(environment(tmp_path, RUGGESPRAAK_PROTOCOL=str(broken)))
    first = install(settings, read(str(broken)))  # handed over as checked, and so remembered as proven
    first.context.store.close()
    second = install(settings)
    with second.context.store.write() as tx:
        protocols.prove(tx, second.context.source.digest, "the fingerprint of another version")
    second.context.store.close()
    assert "SCA-NOWHERE" in refusal(tmp_path, RUGGESPRAAK_PROTOCOL=str(broken))


@pytest.mark.parametrize("name", ["nowhere", "/nowhere/school.yml"])
def test_a_protocol_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, RUGGESPRAAK_PROTOCOL=name).startswith("RUGGESPRAAK_PROTOCOL: ")


@pytest.mark.parametrize("keys", ["geheim", "k:Z2VoZWlt", ","])
def test_keys_that_are_none_are_refused_and_not_shown(tmp_path: Path, keys: str) -> None:
    message = refusal(tmp_path, RUGGESPRAAK_KEYS=keys)
    assert "RUGGESPRAAK_KEYS" in message
    assert "geheim" not in message
    assert "Z2Vo" not in message


def test_two_keys_of_one_name_are_refused(tmp_path: Path) -> None:
    key = base64.b64encode(b"x" * 32).decode()
    assert "same name" in refusal(tmp_path, RUGGESPRAAK_KEYS=f"a:{key},a:{key}")


def test_postgresql_that_was_not_migrated_says_what_to_run(tmp_path: Path, postgres: str) -> None:
    url = fresh_postgres(postgres)
    assert "run 'ruggespraak migrate'" in refusal(tmp_path, DATABASE_URL=url)
    store = Store(url, RING)
    migrate(store)
    store.close()
    installation = install(read_settings(environment(tmp_path, DATABASE_URL=url)))
    installation.context.store.close()


def test_a_database_that_does_not_answer_is_said_without_its_address(tmp_path: Path) -> None:
    message = refusal(tmp_path, DATABASE_URL="postgresql://user:geheim@127.0.0.1:1/school")
    assert message.startswith("DATABASE_URL: the database does not answer")
    assert "geheim" not in message


def test_an_address_with_a_port_that_is_none_is_refused_without_showing_it(tmp_path: Path) -> None:
    message = refusal(tmp_path, DATABASE_URL="postgresql://user:geheim@host:geheim/school")
    assert message.startswith("DATABASE_URL: ")
    assert "geheim" not in message


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a file where a folder should be", encoding="utf-8")
    assert refusal(tmp_path).startswith("DATABASE_URL: the folder of the file cannot be made")


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "r.db").write_text("no database at all, " * 100, encoding="utf-8")
    assert refusal(tmp_path).startswith("DATABASE_URL: ")


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    made = install(read_settings(environment(tmp_path))).context.store
    with made.write() as tx:
        tx.exec_driver_sql("update alembic_version set version_num = '9999'")
    made.close()
    assert "newer version" in refusal(tmp_path)


def test_each_new_id_is_another(tmp_path: Path) -> None:
    context = make_context(read_settings(environment(tmp_path)))
    assert len({context.new_id() for _ in range(1000)}) == 1000
    context.store.close()


def test_a_movable_clock_is_moved_by_the_seconds_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = movable_clock(file)
    near = timedelta(seconds=5)
    assert abs(clock() - system_clock()) < near
    file.write_text("3600\n", encoding="ascii")
    assert abs(clock() - system_clock() - timedelta(hours=1)) < near
    file.write_text("", encoding="ascii")
    assert abs(clock() - system_clock()) < near
    assert clock().utcoffset() == datetime.now(UTC).utcoffset()  # noqa: TID251 (compared, not used)


def test_of_whom_a_school_wants_asked_it_is_said_where_a_stranger_to_the_staff_list_stands(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "scholen.yml"
    own = "{Noord: {vangnet: [weg@school.example]}, Zuid: {vijf_mei: nooit}}"
    file.write_text(f"vangnet: [Bas@school.example, weg@school.example]\nscholen: {own}\n", encoding="utf-8")
    given = environment(tmp_path) | {"RUGGESPRAAK_SCHOOLS": str(file)}
    first = install(read_settings(given)).context
    assert "vangnet" not in caplog.text
    with first.store.write() as tx:
        people.add(tx, "bas", "bas@school.example", "Bas")
    first.store.close()
    install(read_settings(given)).context.store.close()
    said = [one.getMessage() for one in caplog.records if "vangnet" in one.getMessage()]
    assert said == [
        "vangnet of all schools: address 2 is not on the staff list and cannot be asked",
        "vangnet of school Noord: address 1 is not on the staff list and cannot be asked",
    ]
