"""Files that people gave: fetched, judged by what they are, kept sealed; Slack's own copy goes."""

import hashlib

import pytest

from tests.usecases.school import School
from workflows.usecases.evidence import MAX_BYTES, judge
from workflows.usecases.messenger import RefusedError, TroubleError

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
KINDS = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\0",
    "image/gif": b"GIF89a\x01\0\x01\0",
    "image/webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "application/pdf": b"%PDF-1.7\n%",
}
IMPOSTORS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg with a header": b'<?xml version="1.0"?><svg/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "exe": b"MZ\x90\0\x03",
    "empty": b"",
    "zip": b"PK\x03\x04",
    "riff that is sound": b"RIFF\x24\0\0\0WAVEfmt ",
    "film": b"\0\0\0\x18ftypmp42\0\0\0\0",
    "half a header": b"\x89PNG",
    "script before a pdf": b"<script>%PDF-1.7",
    "text": b"image/png",
}


@pytest.mark.parametrize("media", KINDS)
def test_a_file_is_known_by_its_content(media: str) -> None:
    assert judge(KINDS[media]).media == media


@pytest.mark.parametrize("name", IMPOSTORS)
def test_what_only_calls_itself_an_image_is_not_kept(name: str) -> None:
    verdict = judge(IMPOSTORS[name])
    assert (verdict.media, verdict.refusal) == ("", "type")


def test_a_file_may_be_ten_megabytes_and_not_a_byte_more() -> None:
    assert judge(PNG.ljust(MAX_BYTES, b"\0")).media == "image/png"
    assert judge(PNG.ljust(MAX_BYTES + 1, b"\0")).refusal == "size"


def test_a_screenshot_is_kept_with_its_fingerprint_and_slacks_copy_goes(school: School) -> None:
    school.case_with_file()
    school.chat.will("fetch", PNG)
    school.deliver()
    school.deliver()
    kept = school.file()
    assert (kept.state, kept.copy, kept.media, kept.size) == ("kept", "gone", "image/png", len(PNG))
    assert kept.sha256 == hashlib.sha256(PNG).hexdigest()
    assert school.chat.calls == [("fetch", "F1"), ("discard", "F1")]


def test_a_file_of_another_type_is_not_kept_and_slacks_copy_goes_all_the_same(school: School) -> None:
    school.case_with_file()
    school.chat.will("fetch", IMPOSTORS["svg"])
    school.deliver()
    school.deliver()
    assert (school.file().state, school.file().copy, school.file().size) == ("type", "gone", 0)


@pytest.mark.parametrize(
    "answer, state",
    [
        (RefusedError("file_too_large"), "size"),
        (PNG.ljust(MAX_BYTES + 1, b"\0"), "size"),
    ],
)
def test_a_file_that_is_too_large_says_so_and_does_not_stay_in_slack(
    school: School, answer: object, state: str
) -> None:
    school.case_with_file()
    school.chat.will("fetch", answer)
    school.deliver()
    school.deliver()
    assert (school.file().state, school.file().copy) == (state, "gone")
    assert school.chat.count("discard") == 1


def test_a_file_that_could_not_be_fetched_now_is_fetched_later(school: School) -> None:
    school.case_with_file()
    school.chat.will("fetch", TroubleError("http_503"), PNG)
    school.deliver()
    assert school.file().state == "waiting"
    school.wait(seconds=5)
    school.deliver()
    assert school.file().state == "kept"


def test_when_slack_does_not_let_the_copy_be_deleted_the_melder_is_asked_once(school: School) -> None:
    school.case_with_file()
    school.chat.deletes = False
    school.chat.will("fetch", PNG)
    for _ in range(4):
        school.deliver()
        school.wait(minutes=5)
    assert school.file().copy == "asked"
    assert [what for method, what in school.chat.calls if method == "send"] == ["U1"]
    assert school.state("remove:F1") == ("sent", "")
