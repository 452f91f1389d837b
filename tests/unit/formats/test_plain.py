"""Labelled text as people type it."""

import re

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem
from app.model.repair import RepairedText, RepairSpan
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of

Said = list[tuple[str, str]]


def read(text: str) -> list[Said]:
    """The turns of each conversation; every conversation is announced before its turns."""
    talks: dict[str, Said] = {}
    for event in FORMATS["plain"].parse(MemorySource(text)):
        if isinstance(event, ParsedConversation):
            talks[event.key] = []
        elif isinstance(event, ParsedTurn):
            talks[event.conversation].append((event.speaker, event.text.text))
    return list(talks.values())


@pytest.mark.parametrize(
    "text",
    [
        "[A]: hi\n[B]: yo\n[A]: ok\n",
        "[A]：hi\n[B]：yo\n[A]：ok\n",
        "A: hi\nB: yo\nA: ok\n",
        "A：hi\nB：yo\nA：ok",
        "A : hi\nB : yo\nA : ok",
        "【A】：hi\n【B】：yo\n【A】：ok\n",
        "【A】hi\n【B】yo\n【A】ok\n",
        "(A) hi\n(B) yo\n(A) ok\n",
        "（A）：hi\n（B）：yo\n（A）：ok\n",
        "<A> hi\n<B> yo\n<A> ok\n",
        "**A:** hi\n**B:** yo\n**A:** ok\n",
        "**A**: hi\n**B**: yo\n**A**: ok\n",
        "A:\nhi\n\nB:\nyo\n\nA:\nok\n",
        "\ufeff[A]: hi\r\n[B]: yo\r\n[A]: ok\r\n".removeprefix("\ufeff"),
    ],
)
def test_every_usual_style_is_read(text: str) -> None:
    assert read(text) == [[("A", "hi"), ("B", "yo"), ("A", "ok")]]
    assert choose(sample_of(text))[0] == "plain"


def test_names_in_any_script_are_labels() -> None:
    assert read("小明：你好\n王老师：早\n小明：再见\nDr. Li：bye\n") == [
        [("小明", "你好"), ("王老师", "早"), ("小明", "再见"), ("Dr. Li", "bye")]
    ]


def test_a_label_carries_over_lines_without_one() -> None:
    assert read("[A]: one\ntwo\n\nthree\n[B]: x\n") == [[("A", "one\ntwo\n\nthree"), ("B", "x")]]


def test_blank_lines_at_the_end_of_a_turn_do_not_belong_to_it() -> None:
    assert read("[A]: one\n\n  \n") == [[("A", "one")]]


@pytest.mark.parametrize(
    "line",
    [
        "1.定义：很重要",
        "Note: be careful",
        "https://example.org",
        "12:30 开会",
        "key: value",
        ":smile: hi",
        "注意：小心",
    ],
)
def test_other_colons_inside_a_bracket_file_are_text(line: str) -> None:
    assert read(f"[A]: a\n{line}\n[B]: b\n") == [[("A", f"a\n{line}"), ("B", "b")]]


@pytest.mark.parametrize(
    "line",
    [
        "Note: be careful",
        "注意：小心",
        "https://example.org",
        "12:30 start",
        "1.定义：很重要",
        "std::vector",
        "C:\\temp",
    ],
)
def test_a_remark_inside_a_bare_file_is_text(line: str) -> None:
    text = f"A: a\nB: b\nA: long\n{line}\nB: c\nA: d\n"
    assert read(text)[0][2] == ("A", f"long\n{line}")


def test_remarks_that_recur_in_a_bracket_file_do_not_become_speakers() -> None:
    answer = "优点：快\n缺点：贵\n" * 4
    assert [who for who, _ in read(f"[A]: 比较一下\n[B]: 好\n{answer}[A]: 谢谢\n")[0]] == ["A", "B", "A"]


def test_a_speaker_who_speaks_once_is_one_where_most_lines_are_labels() -> None:
    talk = read("TOM: a\nTIM: b\nTOM: c\nWIM: once\nTIM: d\n")
    assert [who for who, _ in talk[0]] == ["TOM", "TIM", "TOM", "WIM", "TIM"]


def test_a_rule_always_begins_a_new_conversation() -> None:
    assert read("[A]: a\n[B]: b\n---\n[A]: c\n\n-----\n\n[B]: d\n") == [
        [("A", "a"), ("B", "b")], [("A", "c")], [("B", "d")],
    ]  # fmt: skip


def test_a_blank_line_before_a_label_separates_where_most_have_none() -> None:
    assert read("A: 1\nB: 2\nA: 3\n\nA: 4\nB: 5\nA: 6\n") == [
        [("A", "1"), ("B", "2"), ("A", "3")], [("A", "4"), ("B", "5"), ("A", "6")],
    ]  # fmt: skip


def test_blank_lines_between_all_turns_separate_nothing() -> None:
    assert len(read("A: 1\n\nB: 2\n\nA: 3\n\nB: 4\n")) == 1


def test_a_blank_line_before_a_line_without_label_belongs_to_the_turn() -> None:
    assert read("[A]: 1\n\nmore\n[B]: 2\n[A]: 3\n") == [[("A", "1\n\nmore"), ("B", "2"), ("A", "3")]]


def test_text_before_the_first_label_is_the_heading() -> None:
    (first, *_rest) = FORMATS["plain"].parse(MemorySource("# 周末\nby me\n\n[A]: x\n[B]: y\n"))
    assert first == ParsedConversation("1", "周末", {"heading": "# 周末\nby me"})


def test_text_after_the_last_conversation_is_reported_not_dropped_silently() -> None:
    events = list(FORMATS["plain"].parse(MemorySource("[A]: x\n---\nthe end\n")))
    assert [event for event in events if isinstance(event, ParseProblem)] == [
        ParseProblem("line 3", "text without a speaker label after the last conversation; 1 lines left out")
    ]


def test_escapes_are_undone() -> None:
    text = "[A]: look:\n\\[B]: not a turn\n\\---\n\\\\[B]: with one backslash\n\\alpha\n[B]: \\  indented\n"
    assert read(text) == [
        [("A", "look:\n[B]: not a turn\n---\n\\[B]: with one backslash\n\\alpha"), ("B", "  indented")]
    ]


def test_repairs_stay_with_their_turn() -> None:
    def mend(line: str) -> RepairedText:
        at = line.find("Ã©")
        if at < 0:
            return RepairedText(line)
        return RepairedText(line.replace("Ã©", "é"), (RepairSpan(at, at + 1, "Ã©", "é", "exact"),))

    events = list(FORMATS["plain"].parse(MemorySource("[A]: a\n[B]: café? cafÃ©!\n", repair=mend)))
    turn = events[-1]
    assert isinstance(turn, ParsedTurn)
    assert turn.text.spans[0].start == turn.text.text.rindex("é")
    assert turn.text.original == "café? cafÃ©!"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Just some prose.\nIt has no speakers: none at all.\nReally.\n",
        "Remember: buy milk\n",
        "name,age\nTom,12\nAnn,30\n",
        "name: Tom\nage: 12\ncity: Rome\n",
        "import os\n\ndef f(x):\n    return x\n\nclass A:\n    x\n\ntry:\n    f(1)\nexcept OSError:\n    x\n",
        "From a@b Mon\nReceived: by x\nMessage-ID: <1>\nContent-Type: x\nSubject: hi\n\nhello\n",
        "INFO: started\nINFO: running\nERROR: failed\nINFO: done\n",
        "[00:01] hello\n[00:02] world\n",
        "2024-01-01 10:00:00 start\n2024-01-01 10:00:01 stop\n",
    ],
)
def test_what_is_no_labelled_text_is_refused_for_that_reason(text: str) -> None:
    with pytest.raises(BadInputError, match="no speaker labels"):
        choose(sample_of(text))


def test_parsing_text_without_labels_says_so() -> None:
    with pytest.raises(BadInputError, match="no speaker labels"):
        list(FORMATS["plain"].parse(MemorySource("nothing here")))


def test_a_long_file_goes_on_after_its_head_and_takes_new_speakers() -> None:
    text = "TOM: a\nTIM: b\n" * 10_000 + "JIM: new\nTOM: z\n"
    (talk,) = read(text)
    assert len(talk) == 20_002
    assert talk[-2] == ("JIM", "new")


@pytest.mark.corpora
@pytest.mark.parametrize("folder", [("seeds",), ("corpora", "06-ab-style", "clean")])
def test_the_seeds_give_a_turn_for_each_labelled_line(folder: tuple[str, ...]) -> None:
    for path in sorted(shared_path(*folder).glob("*.txt")):
        text = path.read_text("utf-8")
        if "ï¼š" in text and "]：" not in text and "]:" not in text:
            continue
        labels = re.findall(r"^\[([AB])\][:：]", text, re.MULTILINE)
        (talk,) = read(text)
        assert [who for who, _ in talk] == labels, path.name
        said = "".join(re.sub(r"^\[[AB]\][:：] ?", "", text, flags=re.MULTILINE).split())
        assert "".join("".join(words.split()) for _, words in talk) == said, path.name


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "turns", "speakers"),
    [
        ("tinyshakespeare.txt", 7200, {"GLOUCESTER", "First Citizen", "ROMEO"}),
        ("nasa-a13-TEC.txt", 11200, {"CC", "CDR"}),
    ],
)
def test_real_scripts_are_read_whole(name: str, turns: int, speakers: set[str]) -> None:
    text = shared_path("corpora", "01-exports", "plain", name).read_text("utf-8")
    talks = read(text)
    assert sum(map(len, talks)) >= turns
    assert speakers <= {who for talk in talks for who, _ in talk}


def test_two_roles_in_lower_case_are_speakers_though_each_speaks_once() -> None:
    assert read("user: hi\nassistant: hello\n") == [[("user", "hi"), ("assistant", "hello")]]
    with pytest.raises(BadInputError):
        read("name: hi\ncolour: hello\n")
