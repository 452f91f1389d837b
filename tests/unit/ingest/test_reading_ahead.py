"""What lies ready of a source that another process reads is bounded, and ends with who wanted it."""

import pickle
import threading

from app.ingest.crew import Crew, RemoteReading
from app.ingest.gather import Gathered
from app.ingest.ledger import Settings
from app.ingest.reading import Manner
from app.ingest.together import Broken
from app.ingest.wishes import NO_WISH
from app.model.parsed import ParsedConversation
from app.model.progress import CancelToken
from app.store.prepared import PreparedBatch


def crew() -> Crew:
    return Crew(1, lambda _candidate: Settings(NO_WISH, "1"), CancelToken())


def said(words: str) -> Broken:
    return Broken(ValueError(words), [])


def putting(reading: RemoteReading, messages: list[Broken]) -> threading.Thread:
    thread = threading.Thread(target=lambda: [reading.put(message) for message in messages])
    thread.start()
    return thread


def test_who_reads_waits_until_something_is_taken() -> None:
    one = crew()
    reading = RemoteReading(one, CancelToken())
    thread = putting(reading, [said(str(number)) for number in range(4)])
    thread.join(0.5)
    assert thread.is_alive(), "two lie ready, the third waits"
    heard = []
    for _ in range(4):
        try:
            reading.digest()
        except ValueError as error:
            heard.append(str(error))
    thread.join(5)
    assert heard == ["0", "1", "2", "3"]
    assert not thread.is_alive()
    one.close()


def test_nobody_waits_for_who_left() -> None:
    one = crew()
    reading = RemoteReading(one, CancelToken())
    thread = putting(reading, [said(str(number)) for number in range(1_000)])
    reading.leave()
    thread.join(5)
    assert not thread.is_alive()
    one.close()


def test_a_crew_that_is_closed_lets_everybody_go() -> None:
    one = crew()
    thread = putting(RemoteReading(one, CancelToken()), [said(str(number)) for number in range(1_000)])
    one.close()
    thread.join(5)
    assert not thread.is_alive()


def test_what_travels_comes_as_it_went() -> None:
    conversation = ParsedConversation("1", "title", {"a": [1]})
    batch = PreparedBatch(
        ["1"], [0], ["A"], [0], ["text"], ["key"], ["present"], b"counts", b"marks", {"text"}
    )
    batch.emoji, batch.pending, batch.extras = [("😂", 0, 1)], [(0, "p")], [("user", None, "k", None)]
    batch.repairs = [(0, "exact", True, ("original", 1))]
    gathered = Gathered(batch, [conversation], [], [("line 1", "odd")], read=7, last=True)
    for one in (gathered, Manner("plain", "utf-8", None, "cp1252-drop"), conversation, batch):
        assert pickle.loads(pickle.dumps(one)) == one
