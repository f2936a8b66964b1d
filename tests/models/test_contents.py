"""What people wrote is sealed: bound to its row, unreadable without the key, and not in the file of the database."""

import base64
import os
from pathlib import Path

import pytest

from models import contents, notices
from models.contents import Writing
from models.keyring import Keyring, KeyringError
from models.notices import Notice
from models.schema import migrate
from models.store import Store
from tests.models.rows import KEYRING, NOW, put_case
from workflows.engine.policy import Grant

CANARY = "KANARIE-in-de-kast"
GRANT = Grant(case_id="c1", person="p1")
OTHER = Grant(case_id="c2", person="p1")


def write(store: Store, key: str = "w1", text: str = CANARY, *, keyring: Keyring = KEYRING, author: str = "p1") -> None:
    with store.write() as tx:
        contents.put(tx, keyring, "c1", [Writing(id=key, key="toelichting", author=author, at=NOW, text=text)])


def test_what_was_written_comes_back_to_who_has_the_grant(store: Store) -> None:
    put_case(store)
    put_case(store, "c2")
    write(store, text="Ruzie 😀 \N{HEBREW LETTER ALEF}")
    with store.read() as tx:
        assert [one.text for one in contents.of_case(tx, KEYRING, GRANT)] == ["Ruzie 😀 \N{HEBREW LETTER ALEF}"]
        assert contents.of_case(tx, KEYRING, OTHER) == []


def test_a_grant_for_ones_own_words_shows_no_others(store: Store) -> None:
    put_case(store)
    write(store, "w1", "van mij")
    write(store, "w2", "van een ander", author="p2")
    with store.read() as tx:
        own = Grant(case_id="c1", person="p1", only_author="p1")
        assert [one.text for one in contents.of_case(tx, KEYRING, own)] == ["van mij"]


def test_ciphertext_that_is_moved_to_another_row_cannot_be_opened(store: Store) -> None:
    put_case(store)
    write(store, "w1", "eerste")
    write(store, "w2", "tweede")
    with store.write() as tx:
        tx.exec_driver_sql("update contents set sealed = (select sealed from contents where id = 'w1') where id = 'w2'")
    with store.read() as tx, pytest.raises(KeyringError):
        contents.of_case(tx, KEYRING, GRANT)


def test_another_key_of_the_same_name_opens_nothing(store: Store) -> None:
    put_case(store)
    write(store)
    with store.read() as tx, pytest.raises(KeyringError):
        contents.of_case(tx, Keyring({"k1": b"x" * 32}), GRANT)


def test_a_rotated_key_ring_opens_what_the_old_one_sealed_and_seals_with_the_new(store: Store) -> None:
    put_case(store)
    write(store, "old", "oud")
    rotated = Keyring({"k2": b"n" * 32, "k1": bytes(range(32))})
    write(store, "new", "nieuw", keyring=rotated)
    with store.read() as tx:
        assert sorted(one.text for one in contents.of_case(tx, rotated, GRANT)) == ["nieuw", "oud"]
        with pytest.raises(KeyringError, match="k2"):
            contents.of_case(tx, KEYRING, GRANT)


def test_nothing_that_was_written_stands_in_the_files_of_the_database(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 's.db'}", KEYRING)
    migrate(store)
    put_case(store)
    write(store)
    with store.write() as tx:
        contents.put_file(tx, KEYRING, "c1", Writing(id="f1", key="bijlagen", author="p1", at=NOW, text=CANARY), "F1")
        contents.fill(tx, KEYRING, "f1", CANARY.encode(), media="image/png", sha256="0" * 64)
        notices.add(tx, KEYRING, notice())
    found = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"toelichting" in found
    assert CANARY.encode() not in found
    store.close()


def test_a_file_is_kept_sealed_and_only_opens_for_its_own_case(store: Store) -> None:
    put_case(store)
    put_case(store, "c2")
    with store.write() as tx:
        contents.put_file(tx, KEYRING, "c1", Writing(id="f1", key="bijlagen", author="p1", at=NOW, text="a.png"), "F1")
        assert contents.file_bytes(tx, KEYRING, GRANT, "f1") is None
        contents.fill(tx, KEYRING, "f1", b"bytes", media="image/png", sha256="0" * 64)
        contents.mark_file(tx, "f1", copy="gone")
        assert contents.file_bytes(tx, KEYRING, GRANT, "f1") == b"bytes"
        assert contents.file_bytes(tx, KEYRING, OTHER, "f1") is None
        assert [(one.state, one.copy, one.size) for one in contents.files_of(tx, GRANT)] == [("kept", "gone", 5)]
        assert contents.files_of(tx, OTHER) == []


def test_what_was_changed_or_cut_off_is_refused() -> None:
    sealed = KEYRING.seal(b"text", "t.c:1")
    for broken in (sealed[:-1], sealed[:8], sealed[:-1] + b"\0", b"", b"v2:" + sealed[3:], b"v1:k1:"):
        with pytest.raises(KeyringError):
            KEYRING.open(broken, "t.c:1")
    with pytest.raises(KeyringError):
        KEYRING.open(sealed, "t.c:2")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert KEYRING.seal(b"text", "t.c:1") != KEYRING.seal(b"text", "t.c:1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "geheim",
        "k1:geheim",
        ":" + base64.b64encode(b"x" * 32).decode(),
        "k1:gehéim",
        "k1:AAAA",
        "k1:{0},k1:{0}".format(base64.b64encode(b"x" * 32).decode()),
    ],
)
def test_keys_that_are_none_are_refused_without_showing_them(text: str) -> None:
    with pytest.raises(KeyringError) as caught:
        Keyring.parse(text)
    assert "geh" not in str(caught.value)


def test_a_key_ring_is_read_as_it_is_written_in_the_settings() -> None:
    one, two = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
    sealed = Keyring.parse(f"a:{one}").seal(b"x", "p")
    assert Keyring.parse(f" b:{two} , a:{one} ").open(sealed, "p") == b"x"


def notice() -> Notice:
    return Notice(
        id="n1",
        case_id="c1",
        type="mededeling",
        version=1,
        text=CANARY,
        sender="p1",
        school="A",
        via="direct",
        state="draft",
        created_at=NOW,
    )
