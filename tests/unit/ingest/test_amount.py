"""What an import says of how far it has come."""

from contextlib import closing
from pathlib import Path

from app.ingest.amount import Amount
from app.ingest.discover import Candidate
from app.model.progress import Progress
from app.store.corpus import Corpus
from tests.helpers.importing import chat, run_import, write


def of_sizes(*sizes: int) -> list[Candidate]:
    return [Candidate(Path(f"{n}.txt"), Path(), f"{n}.txt", size) for n, size in enumerate(sizes)]


def test_an_import_of_many_small_files_moves_with_each_of_them_from_the_first(tmp_path: Path) -> None:
    for number in range(120):
        write(tmp_path / "in" / f"{number:03}.txt", chat(f"one {number}", "two"))
    told: list[Progress] = []
    with closing(Corpus.create(tmp_path / "c.parlance")) as corpus:
        run_import(corpus, tmp_path / "in", on_progress=told.append)
    steps = [(one.done, one.total, one.unit) for one in told if one.stage == "importing"]
    assert sorted(set(steps)) == [(number, 120, "files") for number in range(120)]


def test_few_files_and_large_ones_are_weighed() -> None:
    few = of_sizes(10 * 1024, 30 * 1024)
    amount = Amount(few)
    amount.leave(few[0])
    half = amount.report(few[1], 5 * 1024)
    assert (half.done, half.total, half.unit) == (15, 40, "KB")
    one_large = of_sizes(*[1024] * 200, 2 << 20)
    assert Amount(one_large).report(one_large[0], 0).unit == "KB"
    assert Amount(one_large[:-1]).report(one_large[0], 0).unit == "files"
