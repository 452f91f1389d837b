"""The corpus repairs itself: twins settle each other whichever comes first, and a reader's word stands."""

from collections.abc import Callable, Iterator
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from app.ingest.damage_map import agreement
from app.ingest.revisit import revisit
from app.model.corpus import TwinRelation
from app.model.ids import TurnId
from app.model.progress import Cancelled, CancelToken, Progress
from app.repair.channels import damage
from app.repair.engine import RepairEngine
from app.search.parser import parse
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, chat, run_import, write
from tests.helpers.shared import shared_path

SAID = (
    "周末你想去哪儿玩？我 checked the weather，天气很好。", "好主意！那就 this Saturday 去爬山吧 👏",
    "我有点担心 traffic，你觉得呢？", "没问题，早点出发就好 🐯", "我们可以带上 camera，拍一些照片 👭",
    "八点半在地铁站见，don't be late 😂", "收到！我会带咖啡和面包 🫶", "史密斯先生也想来，可以吗？👏",
    "当然可以，the more the merrier。", "那就这样说定了，晚安 🦊",
)  # fmt: skip
OTHER = tuple(f"完全不同的对话 number {number}，说的是别的事情。" for number in range(8))


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus.create(tmp_path / "c.parlance")
    yield made
    assert_sound(made)
    made.close()


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, *said: str, channel: str | None = None) -> Path:
        text = chat(*said)
        return write(tmp_path / "in" / name, damage(text, channel) if channel else text)

    return make


def texts(corpus: Corpus) -> dict[str, list[str]]:
    reader = corpus.reader()
    return {
        found.transcript: [turn.text for turn in reader.turns(found.id)] for found in reader.conversations()
    }


def links(corpus: Corpus) -> dict[str, tuple[str, TwinRelation | None]]:
    found = {item.id: item for item in corpus.reader().conversations()}
    return {
        item.transcript: (found[item.twin_of].transcript, item.relation)
        for item in found.values()
        if item.twin_of is not None
    }


def test_neither_order_nor_separate_imports_matter(tmp_path: Path, put: Callable[..., Path]) -> None:
    files = [
        put("clean.txt", *SAID), put("lossy.txt", *SAID, channel="cp1254-drop"),
        put("other.txt", *SAID, channel="cp1252-fffd"),
    ]  # fmt: skip
    results = []
    for number, order in enumerate((files, *list(permutations(files))[1::2])):
        corpus = Corpus.create(tmp_path / f"{number}.parlance")
        if number:
            for path in order:
                run_import(corpus, path)
        else:
            run_import(corpus, *files)
        results.append((texts(corpus), links(corpus)))
        assert_sound(corpus)
        corpus.close()
    said, linked = results[0]
    assert said["clean.txt"] == said["lossy.txt"] == said["other.txt"] == list(SAID)
    assert linked == {
        "lossy.txt": ("clean.txt", TwinRelation.DAMAGED), "other.txt": ("clean.txt", TwinRelation.DAMAGED),
    }  # fmt: skip
    assert all(result == results[0] for result in results)


def test_what_is_proved_is_exact_and_says_by_which_turn(corpus: Corpus, put: Callable[..., Path]) -> None:
    run_import(corpus, put("lossy.txt", *SAID, channel="cp1254-drop"))
    assert Searcher(corpus.reader()).count(parse("repaired:inferred")) > 0
    report = run_import(corpus, put("clean.txt", *SAID))
    assert (report.twins, report.settled > 0) == (1, True)
    search = Searcher(corpus.reader())
    assert search.count(parse("repaired:inferred")) == 0
    assert search.count(parse("repaired:exact")) == len(SAID)
    assert search.count(parse("👭")) == 2
    assert search.count(parse("👭 twin:no")) == 1
    (damaged,) = corpus.reader().damaged_transcripts()
    assert (damaged.inferred, damaged.worst, damaged.proved) == (0, None, report.settled)
    stored = corpus.reader().turn_repair(TurnId(5))
    assert stored is not None
    assert stored.twin == 5 + len(SAID)
    assert {span.state for span in stored.spans} == {"twin"}
    assert stored.original == damage(SAID[4], "cp1254-drop")


def test_two_lossy_copies_help_each_other(corpus: Corpus, put: Callable[..., Path]) -> None:
    run_import(corpus, put("one.txt", *SAID, channel="cp1254-drop"))
    run_import(corpus, put("two.txt", *SAID, channel="mac-roman"))
    assert texts(corpus) == {"one.txt": list(SAID), "two.txt": list(SAID)}
    assert list(links(corpus).values()) == [("one.txt", TwinRelation.DAMAGED)]


def test_a_readers_choice_and_an_undone_turn_survive_the_twin(
    corpus: Corpus, put: Callable[..., Path]
) -> None:
    run_import(corpus, put("lossy.txt", *SAID, channel="cp1254-drop"))
    spans = corpus.reader().turn_spans(TurnId(5))
    place = spans[-1].place
    with corpus.writer("test") as writer:
        writer.choose(TurnId(5), place, "👬")
        writer.undo_repair(TurnId(2))
    run_import(corpus, put("clean.txt", *SAID))
    said = texts(corpus)["lossy.txt"]
    assert said[4] == SAID[4].replace("👭", "👬")
    assert said[1] == damage(SAID[1], "cp1254-drop")
    assert [said[at] for at in range(len(SAID)) if at not in {1, 4}] == [
        SAID[at] for at in range(len(SAID)) if at not in {1, 4}
    ]
    assert corpus.reader().turn_spans(TurnId(5))[-1].state == "chosen"
    with corpus.writer("test") as writer:
        writer.redo_repair(TurnId(2))
    assert texts(corpus)["lossy.txt"][1] == SAID[1]


def test_a_turn_that_differs_takes_what_fits_and_keeps_its_own_words(
    corpus: Corpus, put: Callable[..., Path]
) -> None:
    changed = (*SAID[:4], SAID[4].replace("camera", "big camera"), *SAID[5:])
    run_import(corpus, put("lossy.txt", *changed, channel="cp1254-drop"), put("clean.txt", *SAID))
    assert texts(corpus)["lossy.txt"] == list(changed)
    stored = corpus.reader().turn_repair(TurnId(5))
    assert stored is not None
    assert stored.twin is None


def test_equal_and_nearly_equal_dialogues_are_linked_also_when_nothing_is_damaged(
    corpus: Corpus, put: Callable[..., Path]
) -> None:
    run_import(
        corpus, put("b.txt", *SAID), put("a.txt", *SAID), put("c.txt", *SAID[:-1], "晚安"),
        put("d.txt", *OTHER), put("e.txt", "hi", "yes"), put("f.txt", "hi", "yes"),
    )  # fmt: skip
    assert links(corpus) == {
        "b.txt": ("a.txt", TwinRelation.EQUAL), "c.txt": ("a.txt", TwinRelation.NEAR),
        "f.txt": ("e.txt", TwinRelation.EQUAL),
    }  # fmt: skip
    assert Searcher(corpus.reader()).count(parse("twin:no")) == len(SAID) + len(OTHER) + 2


def test_when_the_one_that_stands_for_all_changes_the_others_are_compared_again(
    corpus: Corpus, put: Callable[..., Path]
) -> None:
    files = [put(name, *SAID) for name in ("a.txt", "b.txt", "c.txt")]
    run_import(corpus, *files)
    assert {name: twin for name, (twin, _) in links(corpus).items()} == {"b.txt": "a.txt", "c.txt": "a.txt"}
    put("a.txt", *OTHER)
    run_import(corpus, *files)
    assert {name: twin for name, (twin, _) in links(corpus).items()} == {"c.txt": "b.txt"}


def test_proof_that_leaves_the_corpus_leaves_what_it_proved(corpus: Corpus, put: Callable[..., Path]) -> None:
    files = [put("lossy.txt", *SAID, channel="cp1254-drop"), put("clean.txt", *SAID)]
    run_import(corpus, *files)
    put("clean.txt", *OTHER)
    run_import(corpus, *files)
    assert texts(corpus)["lossy.txt"] == list(SAID)
    assert links(corpus) == {}
    stored = corpus.reader().turn_repair(TurnId(5))
    assert stored is not None
    assert stored.twin == 0


def test_nothing_is_compared_when_nothing_is_new(corpus: Corpus, put: Callable[..., Path]) -> None:
    run_import(corpus, put("lossy.txt", *SAID, channel="cp1254-drop"), put("d.txt", *OTHER))
    before = corpus.data_version()
    with corpus.writer("test") as writer:
        assert list(revisit(writer, RepairEngine(), CancelToken())) == []
    assert corpus.data_version() == before


def test_a_cancelled_comparison_goes_on_with_the_next_import(
    corpus: Corpus, put: Callable[..., Path]
) -> None:
    files = [put("lossy.txt", *SAID, channel="cp1254-drop"), put("clean.txt", *SAID)]
    token = CancelToken()

    def stop(report: Progress) -> None:
        if report.stage == "comparing dialogues":
            token.cancel()

    with pytest.raises(Cancelled):
        run_import(corpus, *files, token=token, on_progress=stop)
    assert links(corpus) == {}
    assert run_import(corpus, *files).twins == 1
    assert texts(corpus)["lossy.txt"] == list(SAID)


MIXED = tuple(f"{one.split('，')[0]}，{other.split('，')[-1]}" for one, other in pairwise((*SAID, *SAID[:1])))
"""The same words in other sentences: no twin, but what people here talk about."""


def wrong_characters(said: list[str]) -> int:
    return agreement("\n".join(SAID), "\n".join(said)).total


def test_undamaged_text_of_the_corpus_helps_in_whichever_order_it_comes(
    tmp_path: Path, put: Callable[..., Path]
) -> None:
    files = [put("lossy.txt", *SAID, channel="latin1-c1-stripped"), put("mixed.txt", *MIXED)]
    alone = Corpus.create(tmp_path / "alone.parlance")
    run_import(alone, files[0])
    results = []
    for number, order in enumerate((files, files[::-1])):
        corpus = Corpus.create(tmp_path / f"{number}.parlance")
        for path in order:
            run_import(corpus, path)
        assert links(corpus) == {}
        spans = [
            corpus.reader().turn_spans(TurnId(turn)) for turn in corpus.reader().ids("SELECT id FROM turn")
        ]
        results.append((texts(corpus), sorted(map(repr, spans))))
        assert_sound(corpus)
        corpus.close()
    assert results[0] == results[1]
    assert wrong_characters(results[0][0]["lossy.txt"]) < wrong_characters(texts(alone)["lossy.txt"])
    alone.close()


def test_doubtful_turns_are_read_again_only_when_there_is_other_text_to_help(
    corpus: Corpus, put: Callable[..., Path]
) -> None:
    stages: set[str] = set()
    files = [put("lossy.txt", *SAID, channel="cp1254-drop"), put("mixed.txt", *MIXED)]
    run_import(corpus, *files, on_progress=lambda report: stages.add(report.stage))
    assert "reading damaged turns again" in stages
    stages.clear()
    run_import(
        corpus, put("ascii.txt", "hello", "good bye"), on_progress=lambda report: stages.add(report.stage)
    )
    assert "reading damaged turns again" not in stages


@pytest.mark.corpora
@pytest.mark.parametrize("backwards", [False, True])
def test_the_seeds_read_as_their_twins(corpus: Corpus, *, backwards: bool) -> None:
    seeds = sorted(shared_path("seeds").iterdir(), reverse=backwards)
    run_import(corpus, *seeds[:2])
    run_import(corpus, *seeds[2:])
    said = {name[:3]: turns for name, turns in texts(corpus).items()}
    assert said["000"] == said["001"]
    differing = [(a, b) for a, b in zip(said["002"], said["004"], strict=True) if a != b]
    assert [(a.replace("😵‍💫", "😵💫"), b) for a, b in differing] == [(b, b) for _, b in differing]
    assert len(differing) == 1
