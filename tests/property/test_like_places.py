"""A decision about all like places leaves what deciding about each of them by values would leave."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.ids import TurnId
from app.model.repair import Candidate, RepairedText, RepairSpan
from app.repair import plan
from app.repair.channels import damage
from app.repair.edits import places, replaced
from app.repair.plan_rows import PlanRows, Row, encoded
from app.store.choices import Undo
from app.store.corpus import Corpus
from app.store.repairs import read_repairs
from app.store.rewrite import TurnRewrite, rewrite
from app.store.writer import Writer
from tests.helpers.corpora import add, turn
from tests.helpers.damaged import NOT, exact, inferred, lost, said
from tests.helpers.importing import assert_sound

TEXTS = st.one_of(
    st.sampled_from(["不", "中", "a", "", '"', "\\", "\n", "é", "한", '],[1,2,"', "👍🏽", "不\n中", NOT]),
    st.text(max_size=4),
)
SPANS = st.one_of(
    st.just(inferred(NOT, ("不", 0.6), ("中", 0.3), ("与", 1e-05))),
    st.just(inferred(NOT, ("不", 0.9))),
    st.builds(lambda text: exact(damage(text, "cp1254-drop"), text), TEXTS),
    st.builds(lambda damaged, text: inferred(damaged, (text, 0.5), ('"', 0.2)), TEXTS, TEXTS),
    st.builds(lost, TEXTS),
)
SAID = st.lists(st.one_of(SPANS, st.sampled_from(["好", " x", "\n", "é", '"'])), max_size=6).map(
    lambda pieces: said(*pieces)
)
CHANNELS = st.sampled_from(["cp1254-drop", "cp1252-keep+mac-roman", "gb18030-fffd", None])


def ordered(repaired: RepairedText) -> bool:
    """Spans that a repair can have: no two at one place, none without anything."""
    found = places(repaired)
    return len(set(found)) == len(found) and all(span.original for span in repaired.spans)


REPAIRED = SAID.filter(ordered)


@given(REPAIRED, st.lists(st.tuples(st.integers(0, 9), TEXTS), max_size=3), st.booleans())
def test_rows_are_the_plan(repaired: RepairedText, wanted: list[tuple[int, str]], listed: bool) -> None:
    ranges = ((0, 1), (2, 5)) if listed else ()
    rows = PlanRows(plan.dump(repaired.spans, ranges))
    assert rows.dump(ranges) == plan.dump(repaired.spans, ranges)
    assert tuple(rows.places) == places(repaired)
    assert rows.replay(repaired.original) == repaired.text
    if not repaired.spans:
        return
    changes: dict[int, Row] = {}
    values: dict[int, RepairSpan] = {}
    for at, text in wanted:
        number = at % len(repaired.spans)
        span = repaired.spans[number]
        values[rows.places[number]] = RepairSpan(
            span.start, span.end, span.original, text, "inferred", 0.25, (Candidate(text, 0.25),)
        )
        changes[number] = Row(
            encoded(span.original), encoded(text), "inferred", "0.25", f'[["{encoded(text)}",0.25]]'
        )
    rows.exchange(changes)
    assert rows.dump() == plan.dump(replaced(repaired, values).spans)


def everything(writer: Writer) -> list[tuple[object, ...]]:
    """All that a decision can change."""
    sql = (
        "SELECT * FROM repair ORDER BY turn_id",
        "SELECT id, text, repaired FROM turn ORDER BY 1",
        "SELECT turn_id, place FROM choice ORDER BY 1, 2",
        "SELECT id, repaired_count FROM conversation ORDER BY 1",
    )
    return [row for one in sql for row in writer.connection.execute(one)]


def decide_by_values(writer: Writer, pointed: TurnId, place: int, text: str) -> None:
    """What ``choose_alike`` does, by the values of every plan."""
    connection = writer.connection
    stored = dict(read_repairs(connection, [row[0] for row in connection.execute("SELECT id FROM turn")]))
    here = stored[pointed]
    form = next(one.span.original for one in here.spans if one.place == place)
    changes: list[TurnRewrite] = []
    for number, one in stored.items():
        if one.channel != here.channel or (one.undone and number != pointed):
            continue
        alike = [
            item
            for item in one.spans
            if item.span.original == form
            and (item.place not in one.chosen or (number, item.place) == (pointed, place))
        ]
        wanted = {item.place: decided(item.span, text) for item in alike}
        if wanted:
            changes.append(TurnRewrite(number, replaced(one.repaired, wanted), undone=False, twin=one.twin))
            connection.executemany(
                "INSERT OR IGNORE INTO choice(turn_id, place) VALUES (?, ?)", [(number, at) for at in wanted]
            )
    rewrite(connection, changes)


def decided(span: RepairSpan, text: str) -> RepairSpan:
    kind = "inferred" if span.kind == "lost" and text != span.original else span.kind
    return replace(span, repaired=text, kind=kind, confidence=span.confidence if kind == "lost" else 1.0)


def with_corpus(
    turns: list[RepairedText], channel: str | None, check: Callable[[Corpus, Writer], None]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus.create(Path(folder) / "c.parlance")
        try:
            add(corpus, [turn(text) for text in turns], channel=channel)
            with corpus.writer("test") as writer:
                check(corpus, writer)
            assert_sound(corpus)
        finally:
            corpus.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(REPAIRED, min_size=1, max_size=5), CHANNELS, TEXTS, st.integers(0, 99), st.integers(0, 99))
def test_all_like_places_are_decided_as_by_values(
    turns: list[RepairedText], channel: str | None, text: str, one: int, other: int
) -> None:
    def check(corpus: Corpus, writer: Writer) -> None:
        spans = [
            (TurnId(number), span.place, span.span.original)
            for number in corpus.reader().ids("SELECT turn_id FROM repair ORDER BY 1")
            for span in corpus.reader().turn_spans(TurnId(number))
        ]
        if not spans:
            return
        writer.choose(*spans[other % len(spans)][:2], "中")
        writer.undo_repair(spans[other % len(spans)][0])
        pointed, place, form = spans[one % len(spans)]
        before = everything(writer)
        for wanted in (text, form):
            writer.connection.execute("BEGIN")
            decide_by_values(writer, pointed, place, wanted)
            expected = everything(writer)
            writer.connection.execute("ROLLBACK")
            undo = writer.choose_alike(pointed, place, wanted)
            assert everything(writer) == expected
            redo: Undo = writer.take_back(undo)
            assert everything(writer) == before
            writer.take_back(writer.take_back(redo))
            assert everything(writer) == before

    with_corpus(turns, channel, check)
