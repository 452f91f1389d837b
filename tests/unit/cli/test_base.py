"""The frame of the command line: what goes where, exit statuses, and no traceback for anyone."""

import errno
import io
import json
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import click
import pytest

from app.cli import base
from app.cli._words import options_first
from app.errors import BadInputError
from app.model.progress import Cancelled, Progress

ROOT = Path(__file__).resolve().parents[3]
LEAN = """
import sys
sys.path.insert(0, {root!r})
from app.cli.base import main
code = main(sys.argv[1:], lambda paths: 0, lambda as_json: 0)
assert not [name for name in sys.modules if name.startswith(("PySide6", "shiboken6", "pyqtgraph"))]
sys.exit(code)
"""


class Launched:
    """Records what the command line asked the composition root to start."""

    def __init__(self) -> None:
        self.windows: list[list[str]] = []
        self.checks: list[bool] = []

    def window(self, paths: list[str]) -> int:
        self.windows.append(paths)
        return 0

    def check(self, as_json: bool) -> int:
        self.checks.append(as_json)
        return 0


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Launched:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    monkeypatch.setattr("app.cli._failures.data_dir", lambda: tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return Launched()


@pytest.fixture
def run(launched: Launched) -> Callable[..., int]:
    return lambda *argv: base.main(argv, launched.window, launched.check)


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., object]], None]:
    """Registers a command ``probe QUERY -c CORPUS --limit N --json`` that calls the given function."""

    def register(function: Callable[..., object]) -> None:
        @click.command("probe", cls=base.QueryCommand)
        @click.argument("query")
        @base.corpus_option(required=False)
        @click.option("--limit", type=int, default=50)
        @base.json_option()
        def command(**words: object) -> object:
            return function(**words)

        original = base.COMMANDS.find
        monkeypatch.setattr(
            base.COMMANDS, "find", lambda name: command if name == "probe" else original(name)
        )

    return register


def test_without_words_the_window_opens(run, launched) -> None:
    assert run() == 0
    assert launched.windows == [[]]


def test_an_existing_path_is_opened_like_a_double_click(run, launched, tmp_path) -> None:
    (tmp_path / "会话 1.parlance").touch()
    (tmp_path / "folder").mkdir()
    assert run("会话 1.parlance", "folder") == 0
    assert launched.windows == [[str(tmp_path / "会话 1.parlance"), str(tmp_path / "folder")]]


def test_open_checks_every_path_before_the_window_starts(run, launched, tmp_path, capsys) -> None:
    (tmp_path / "there").touch()
    assert run("open", "there", "not there") == 1
    assert "not there" in capsys.readouterr().err
    assert launched.windows == []


def test_a_command_wins_over_a_file_of_its_name(run, launched, tmp_path) -> None:
    (tmp_path / "open").touch()
    assert run("open") == 0
    assert launched.windows == [[]]


def test_a_path_that_is_missing_is_called_missing_and_not_an_unknown_command(run, capsys) -> None:
    assert run("gone.parlance") == 1
    assert capsys.readouterr().err == "parlance: There is no file or folder gone.parlance.\n"


@pytest.mark.parametrize(
    "argv", [["wat"], ["--wat"], ["--self-check", "--wat"], ["probe"], ["probe", "a", "b"]]
)
def test_wrong_usage_gives_two_and_says_so_on_stderr(run, probe, capsys, argv) -> None:
    probe(lambda **_words: None)
    assert run(*argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Error" in captured.err


def test_self_check_and_version(run, launched, capsys) -> None:
    assert run("--self-check") == 0
    assert run("--self-check", "--json") == 0
    assert launched.checks == [False, True]
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("Parlance ")


def test_help_names_the_commands(run, capsys) -> None:
    assert run("--help") == 0
    assert "open" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            BadInputError("The file is empty.", "Choose another.", "byte 0"),
            1,
            "The file is empty. (byte 0)\nChoose",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "a.txt"), 1, "a.txt: Permission denied"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "No space left on device"),
        (MemoryError(), 1, "not enough memory"),
        (KeyboardInterrupt(), 130, ""),
        (Cancelled(), 130, ""),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_every_failure_has_its_words_and_its_status(run, probe, capsys, error, status, said) -> None:
    def fail(**_words: object) -> None:
        raise error

    probe(fail)
    with_pipe = isinstance(error, BrokenPipeError)
    assert run("probe", "q") == status
    if not with_pipe:
        captured = capsys.readouterr()
        assert said in captured.err
        assert bool(captured.err) == bool(said)
        assert "Traceback" not in captured.err


def test_a_fault_of_ours_leaves_a_report_and_no_traceback(run, probe, capsys, tmp_path) -> None:
    def fail(**_words: object) -> None:
        raise ZeroDivisionError("counted nothing")

    probe(fail)
    assert run("probe", "q") == 1
    said = capsys.readouterr().err
    (report,) = (tmp_path / "data").iterdir()
    assert "ZeroDivisionError: counted nothing" in said
    assert str(report) in said
    assert "Traceback" not in said
    assert "Traceback" in report.read_text(encoding="utf-8")


def test_a_command_may_give_its_own_status(run, probe) -> None:
    probe(lambda **_words: 1)
    assert run("probe", "q") == 1


@pytest.mark.parametrize(
    ("argv", "query"),
    [
        (["-foo"], "-foo"),
        (["-foo", "-c", "x.parlance"], "-foo"),
        (["-c", "x.parlance", "-foo"], "-foo"),
        (["-cat", "-c", "x.parlance"], "-cat"),
        (["--limit=3", "-周末 speaker:B"], "-周末 speaker:B"),
        (["--", "--json"], "--json"),
        (["--limit", "3", "--", "-c"], "-c"),
        (["-"], "-"),
        (["--unknown"], "--unknown"),
        ([""], ""),
        (["-😂"], "-😂"),
        (["--json", "-a OR -b"], "-a OR -b"),
    ],
)
def test_a_query_may_begin_with_a_dash(run, probe, argv, query) -> None:
    seen: list[object] = []
    probe(lambda **words: seen.append(words["query"]))
    assert run("probe", *argv) == 0
    assert seen == [query]


def test_options_keep_their_values_wherever_they_stand(run, probe, tmp_path) -> None:
    seen: list[dict[str, object]] = []
    probe(lambda **words: seen.append(words))
    assert run("probe", "--limit", "-7", "-x", "-c", "-odd.parlance", "--json") == 0
    assert seen == [{"query": "-x", "limit": -7, "corpus": Path("-odd.parlance"), "as_json": True}]


def test_an_option_without_its_value_is_wrong_usage(run, probe, capsys) -> None:
    probe(lambda **_words: None)
    assert run("probe", "-foo", "-c") == 2
    assert "requires an argument" in capsys.readouterr().err


def test_options_first_drops_no_word() -> None:
    arity = {"-c": 1, "--json": 0, "--limit": 1}
    assert options_first(["a", "-c", "x", "-b", "--json", "--", "-c"], arity) == [
        "-c", "x", "--json", "--", "a", "-b", "-c",
    ]  # fmt: skip


def test_a_missing_corpus_is_named_with_the_way_to_make_one(run, probe, capsys) -> None:
    probe(lambda **words: base.open_corpus(words["corpus"]))
    assert run("probe", "q", "-c", "none.parlance") == 1
    assert "parlance import FOLDER -c none.parlance" in capsys.readouterr().err


def test_exact_text_goes_out_byte_for_byte(tmp_path: Path) -> None:
    text = "a\r\nb\nc\r周末😂\ttab"
    code = f"from app.cli.base import use_utf8, write_exact; use_utf8(); write_exact({text!r})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "latin-1"},
    )
    assert done.stdout == text.encode("utf-8")


def test_json_is_utf8_and_a_lone_surrogate_becomes_its_escape(capsysbinary) -> None:
    base.emit_json({"a": "周末😂", "b": "\udc80"})
    out = capsysbinary.readouterr().out
    assert out == '{"a": "周末😂", "b": "\\udc80"}\n'.encode()
    assert json.loads(out) == {"a": "周末😂", "b": "\udc80"}


def test_a_transcript_cannot_steer_the_terminal(capsys) -> None:
    base.say("a\x1b[2Jb\x9bc\x7f\u202e\td\ne")
    assert capsys.readouterr().out == "a␛[2Jb<U+009B>c<U+007F><U+202E>\td\ne\n"


def test_a_reader_that_leaves_early_is_no_failure() -> None:
    lines = "import sys; [print(n) for n in range(200000)]"
    code = (
        f"from app.cli._failures import exit_status\nimport sys\ntry:\n    {lines}\nexcept Exception as e:\n"
    )
    code += "    sys.exit(exit_status(e))\n"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(30) == 0


def test_output_that_cannot_be_written_is_said_once() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    code = "import sys; from app.cli.base import main; sys.exit(main(['--version'], None, None))"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "parlance: No space left on device\n")


def test_without_a_standard_output_nothing_is_a_terminal(monkeypatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert not base.to_terminal()
    base.say("nobody hears it")
    base.write_exact("nobody hears it")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def work() -> Generator[Progress, None, str]:
    for number in range(1, 1001):
        yield Progress("importing", number, 1000, "files", "evil\x1b\n.txt")
    return "done"


def test_progress_is_drawn_on_a_terminal_ten_times_a_second_and_wiped() -> None:
    now = 0.0

    def timed() -> Generator[Progress, None, str]:
        nonlocal now
        for number, report in enumerate(work()):
            now = number / 1000
            yield report
        return "done"

    out = Terminal()
    assert base.progress_to_stderr(timed(), stream=out, clock=lambda: now) == "done"
    drawn = out.getvalue()
    assert drawn.count("importing") == 10
    assert "importing 101 of 1,000 files · " in drawn
    assert " · evil␛ .txt" in drawn
    assert "\x1b" not in drawn
    assert drawn.endswith("\r")


def test_progress_is_silent_when_stderr_is_no_terminal() -> None:
    out = io.StringIO()
    assert base.progress_to_stderr(work(), stream=out) == "done"
    assert out.getvalue() == ""


def test_a_long_line_of_wide_characters_is_cut_to_its_columns() -> None:
    assert base.fit("周末怎么过", 6) == "周末…"
    assert base.fit("周末", 4) == "周末"
    assert base.display_width("a周e\u0301") == 4


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["open"], []])
def test_the_command_line_runs_without_qt(argv) -> None:
    code = LEAN.format(root=str(ROOT))
    subprocess.run([sys.executable, "-c", code, *argv], check=True, capture_output=True, timeout=60)


def test_render_hands_the_job_to_the_composition_root(launched, tmp_path, capsys) -> None:
    calls: list[tuple[object, ...]] = []

    def draw(corpus: Path, query: str, output: Path, *, dark: bool) -> int:
        calls.append((corpus, query, output, dark))
        return 0

    (tmp_path / "a.parlance").touch()
    words = ["--render", "out.png", "a.parlance", "--query", "-周末", "--dark"]
    assert base.main(words, launched.window, launched.check, draw) == 0
    assert calls == [(Path("a.parlance"), "-周末", Path("out.png"), True)]
    assert capsys.readouterr().out == "out.png\n"
    assert base.main(["--render", "out.png", "gone"], launched.window, launched.check, draw) == 1
    assert base.main(words, launched.window, launched.check) == 1
