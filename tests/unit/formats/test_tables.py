"""Tables: headers that are known, mappings that are given, and XML that must not explode."""

import json
from pathlib import Path

import pytest

from app.errors import BadInputError, UserFacingError
from app.formats.base import FORMATS, Sample, choose, table_head
from app.formats.mapping import Columns, guess, read_mapping
from app.ingest.options import ImportOptions
from app.model.ids import ConversationId
from app.model.parsed import ParsedTurn
from app.store.corpus import Corpus
from tests.helpers.importing import run_import, write
from tests.helpers.sources import MemorySource, sample_of

ODD = "wer;was;wo\nAnn;ready?;here\nBob;好;there\n"


def test_headers_are_known_however_they_are_written() -> None:
    assert guess(["Dialogue_ID", "Speaker", "Utterance"]) == Columns("Utterance", "Speaker", "Dialogue_ID")
    assert guess(["说话人", "内容"]) == Columns("内容", "说话人")
    assert guess(["Question", "Answer", "tag"]) == Columns(question="Question", answer="Answer")
    assert guess(["text", "label"]) is None
    assert guess(["id", "name"]) is None


def test_a_mapping_is_read_or_refused_with_what_would_do() -> None:
    assert read_mapping("text=was, speaker=wer") == Columns("was", "wer")
    for wrong in ("text", "speaker=wer", "colour=x,text=y", "text="):
        with pytest.raises(UserFacingError):
            read_mapping(wrong)


def test_an_unknown_header_is_read_as_the_user_says(tmp_path: Path) -> None:
    with pytest.raises(BadInputError):
        choose(sample_of(ODD))
    corpus = Corpus.create(tmp_path / "c.parlance")
    path = write(tmp_path / "odd.csv", ODD)
    assert run_import(corpus, path).transcripts == 0
    report = run_import(corpus, path, options=ImportOptions(columns=Columns("was", "wer")))
    assert (report.transcripts, report.turns) == (1, 2)
    turns = corpus.reader().turns(ConversationId(1))
    assert [(turn.speaker, turn.text, dict(turn.meta)) for turn in turns] == [
        ("Ann", "ready?", {"wo": "here"}),
        ("Bob", "好", {"wo": "there"}),
    ]
    corpus.close()


def test_a_sample_with_columns_is_a_table() -> None:
    assert choose(Sample(Path("odd.csv"), ODD, columns=Columns("was", "wer")))[0] == "table"
    lines = '{"wer": "Ann", "was": "hi"}\n'
    assert choose(Sample(Path("odd.jsonl"), lines, columns=Columns("was", "wer")))[0] == "table-json"


def test_prose_with_commas_is_no_table() -> None:
    with pytest.raises(BadInputError):
        choose(sample_of("text, name and more\nof it, here\nand there, too\n"))


def test_an_entity_bomb_is_refused() -> None:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE TEI [<!ENTITY a0 "ha">{layers}]><TEI><u who="A">&a8;</u></TEI>'
    with pytest.raises(BadInputError, match="entities"):
        list(FORMATS["tei"].parse(MemorySource(bomb)))


def test_xml_that_breaks_off_keeps_what_was_sound_and_names_the_line() -> None:
    text = '<TEI><text>\n<u who="A">one</u>\n<u who="B">tw'
    events = FORMATS["tei"].parse(MemorySource(text, chunk_size=8))
    first = next(events)
    assert isinstance(first, ParsedTurn)
    assert first.text.text == "one"
    with pytest.raises(BadInputError) as failed:
        next(events)
    assert failed.value.place.startswith("line 3")


def test_the_columns_of_json_lines_are_their_names_and_not_what_stands_between_commas() -> None:
    text = "".join(json.dumps({"wer": "Ann", "was": f"line {n}", "wo": "x"}) + "\n" for n in range(5))
    for name in ("odd.jsonl", "odd.csv"):
        head = table_head(sample_of(text, name))
        assert head is not None
        assert head.header == ("wer", "was", "wo")
