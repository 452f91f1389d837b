"""Mail: threads after JWZ, encodings of every kind, boxes and folders, broken ends."""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import BadInputError
from app.formats._html_text import html_text
from app.formats._jwz import Threads, base_subject
from app.formats._mail_message import decoded, read_mail
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, folder_sample, sample_of

HEAD = "From: Ann <a@x.example>\nDate: Mon, 4 Mar 2024 10:00:00 +0100\nSubject: s\n"


def threads(*mails: tuple[str, tuple[str, ...], str]) -> Threads:
    found = Threads()
    for identity, references, subject in mails:
        found.add(identity, references, subject)
    return found


def test_references_make_a_tree_in_whatever_order_mails_come() -> None:
    found = threads(
        ("c", ("a", "b"), "Re: s"), ("b", ("a",), "Re: s"), ("a", (), "s"), ("d", ("a",), "Re: s")
    )
    assert {name: found.parent(name) for name in "abcd"} == {"a": None, "b": "a", "c": "b", "d": "a"}
    assert {found.root(name) for name in "abcd"} == {"a"}


def test_a_mail_that_is_not_at_hand_is_passed_over_and_still_joins_its_answers() -> None:
    found = threads(
        ("a", (), "one"), ("c", ("a", "gone"), "Re: one"), ("x", ("lost",), "two"), ("y", ("lost",), "two")
    )
    assert found.parent("c") == "a"
    assert (found.parent("x"), found.parent("y")) == (None, None)
    assert found.root("x") == found.root("y") == "lost"


def test_references_in_a_circle_are_no_circle_of_answers() -> None:
    found = threads(("a", ("b",), "s"), ("b", ("a",), "s"), ("c", ("c",), "t"))
    assert [found.parent(name) for name in "abc"].count(None) == 2
    assert found.root("a") == found.root("b")


def test_an_answer_without_references_finds_the_beginning_by_its_subject() -> None:
    found = threads(
        ("a", (), "[list] Boats"), ("b", (), "RE: AW: boats"), ("c", ("gone",), "Boats"), ("d", (), "Boats")
    )
    assert (found.parent("b"), found.parent("c"), found.parent("d")) == ("a", "a", None)
    assert found.root("d") == "d"


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re[2]: Hello", ("hello", True)),
        ("回复：你好", ("你好", True)),
        ("Fwd: Hello", ("hello", False)),
        ("Reason", ("reason", False)),
    ],
)
def test_the_subject_behind_its_prefixes(subject: str, base: tuple[str, bool]) -> None:
    assert base_subject(subject) == base


def test_a_long_chain_is_followed_in_time() -> None:
    found = threads(*((str(n), (str(n - 1),), "Re: s") for n in range(1, 50_000)))
    assert {found.root(str(n)) for n in (1, 25_000, 49_999)} == {"0"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?gb2312?B?xOO6ww==?= x", "你好 x"),
        ("=?nonsense?B?w7w=?=", "ü"),
        ("=?utf-8?B?w?=", "=?utf-8?B?w?="),
        (b"Gr\xc3\xbc\xc3\x9fe".decode("ascii", "surrogateescape"), "Grüße"),
        ("two\n lines", "two lines"),
    ],
)
def test_headers_are_decoded_and_broken_ones_left_as_they_are(written: str, meant: str) -> None:
    assert decoded(written) == meant


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("iso-8859-1", "für".encode("latin-1"), "für"),
        ("us-ascii", "für 明天".encode(), "für 明天"),
        ("gb2312", "说明".encode("gb2312"), "说明"),
        ("no-such", "für".encode(), "für"),
    ],
)
def test_a_wrong_charset_does_not_cost_the_text(charset: str, data: bytes, text: str) -> None:
    mail = read_mail(f"{HEAD}Content-Type: text/plain; charset={charset}\n\n".encode() + data)
    assert mail is not None
    assert mail.text == text


def test_a_page_is_shown_as_text() -> None:
    page = "<p>a<b>b</b></p><script>x()</script><img src=x alt=cat><br>&lt;c&gt;"
    assert html_text(page) == "ab\n[image: cat]\n<c>"


def test_quoted_from_lines_do_not_begin_a_mail_and_lose_their_mark() -> None:
    text = f"From a@x Mon Mar  4 10:00:00 2024\n{HEAD}\n>From here\nFrom here on\n"
    (turn,) = (event for event in FORMATS["mail"].parse(MemorySource(text)) if isinstance(event, ParsedTurn))
    assert turn.text.text == "From here\nFrom here on"


def test_a_mail_that_breaks_off_is_kept_and_reported_with_its_place() -> None:
    text = f"From a@x Mon Mar  4 10:00:00 2024\n{HEAD}\nfirst\n\nFrom a@x Mon Mar  4 11:00:00 2024\n{HEAD}"
    text += 'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nhalf of i'
    events = list(FORMATS["mail"].parse(MemorySource(text)))
    assert [event.text.text for event in events if isinstance(event, ParsedTurn)] == ["first", "half of i"]
    (problem,) = (event for event in events if isinstance(event, ParseProblem))
    assert problem.place == f"byte {text.index('From a@x Mon Mar  4 11') + 1}"


def test_maildirs_and_folders_of_messages_are_claimed_and_other_folders_are_not() -> None:
    form = FORMATS["mail"]
    maildir = ("cur/1709546400.1.pond:2,S", "new/1709546401.2.pond")
    assert form.claims((*maildir, "dovecot.index")) == frozenset(maildir)
    assert form.claims(("a.eml", "b.EML", "c.txt")) == frozenset({"a.eml", "b.EML"})
    assert form.claims(("new/readme.md", "cur/x")) == frozenset()
    assert form.claims(("a.eml",)) == frozenset()
    assert choose(folder_sample({"a.eml": f"{HEAD}\nx", "b.eml": f"{HEAD}\ny"}))[0] == "mail"


def test_labelled_text_and_code_are_no_mail() -> None:
    for text in (
        "From: Ann\nTo: Bob\n",
        "Subject: x\n[A]: hi\n",
        "name: x\non: push\n",
        "From: a\nDate: b\nA: hello there\n",
        "",
    ):
        assert FORMATS["mail"].score(sample_of(text)) == 0.0, text
    with pytest.raises(BadInputError, match="no mail"):
        list(FORMATS["mail"].parse(MemorySource("hello\n\nyou\n")))


@pytest.mark.corpora
def test_real_boxes_hold_what_the_standard_library_finds_in_them() -> None:
    for path in shared_path("corpora", "01-exports", "mbox").iterdir():
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        assert choose(sample_of(text))[0] == "mail"
        events = list(FORMATS["mail"].parse(_Bytes(path)))
        turns = [event for event in events if isinstance(event, ParsedTurn)]
        with closing(mailbox.mbox(path)) as box:
            assert len(turns) == len(box)
        assert all(turn.time and turn.speaker != "?" and turn.text.text for turn in turns)
        assert not any(isinstance(event, ParseProblem) for event in events)


@pytest.mark.corpora
def test_a_real_list_is_one_thread() -> None:
    path = shared_path("corpora", "01-exports", "mbox", "pipermail_2015_november.mbox")
    events = list(FORMATS["mail"].parse(_Bytes(path)))
    assert sum(isinstance(event, ParsedConversation) for event in events) == 1
    turns = [event for event in events if isinstance(event, ParsedTurn)]
    assert [turn.parent for turn in turns[1:]] == [turn.key for turn in turns[:-1]]


class _Bytes(MemorySource):
    def __init__(self, path: Path) -> None:
        super().__init__(name=path.name)
        self._data = path.read_bytes()

    def byte_chunks(self, member: str | None = None) -> Iterator[bytes]:
        return iter([self._data] if member is None else [])
