from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import sample

import analyzer
from analyzer import __version__
from analyzer.cli import Exit, main, screen
from analyzer.errors import ModelError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

HEAVY = {"torch", "sklearn", "numpy", "rich", "networkx", "markdown_it", "jinja2", "matplotlib", "pandas", "yaml"}


class Pipeline:
    """Stands for the pipeline: remembers how it was called, and returns or raises what it is told."""

    def __init__(self) -> None:
        self.result: Any = sample.analysis()
        self.given: dict[str, Any] = {}

    def analyze(self, paths: tuple[str, ...], **options: object) -> object:
        self.given = {"paths": paths, **options}
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pipeline:
    """A stand-in for the pipeline, in a current folder that holds ``agents/``."""
    fake = Pipeline()
    monkeypatch.setattr(analyzer, "pipeline", SimpleNamespace(analyze=fake.analyze), raising=False)
    monkeypatch.setitem(sys.modules, "analyzer.pipeline", SimpleNamespace(analyze=fake.analyze))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGENTMERGE_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "agents").mkdir()
    return fake


def run(*arguments: str) -> int:
    return main(["analyze", "agents", "--embedder", "hash", *arguments])


@pytest.mark.usefixtures("pipeline")
def test_analyze_writes_everything_and_says_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == Exit.FINE
    out, err = capsys.readouterr()
    assert "server-dev" in out
    assert "Open outputs/report.html first" in out
    assert err == ""
    assert "\x1b" not in out
    assert json.loads(Path("outputs/report.json").read_text("utf-8"))["format_version"] == 1
    assert Path("outputs/families/server-dev/canonical.md").is_file()


@pytest.mark.usefixtures("pipeline")
def test_quiet_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--quiet", "-o", "elsewhere") == Exit.FINE
    assert capsys.readouterr() == ("", "")
    assert Path("elsewhere/report.md").is_file()


def test_flags_and_the_file_arrive_as_plain_arguments(pipeline: Pipeline) -> None:
    Path("agentmerge.toml").write_text("fusion = false\nthreshold = 0.5\n")
    assert run("--together", "--threshold", "0.7", "--survivor", "agents/a.md", "--quiet") == Exit.FINE
    given = pipeline.given
    assert given["paths"] == ("agents",)
    assert (given["together"], given["threshold"], given["fusion"]) == (True, 0.7, False)
    assert (given["survivor"], given["cache"]) == ("agents/a.md", True)
    assert given["embedder"].name.startswith("hash")
    assert given["progress"] is None


def test_nothing_read_is_an_error_and_leaves_earlier_outputs_alone(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--quiet") == Exit.FINE
    pipeline.result = UsageError("No definition was read.")
    assert run("--quiet") == Exit.WRONG_USE
    assert capsys.readouterr().err == "agentmerge: No definition was read.\n"
    assert Path("outputs/report.md").is_file()


@pytest.mark.parametrize("threshold", ["nan", "-0.1", "1.1", "inf"])
def test_a_threshold_that_is_no_share_is_refused_before_anything_is_read(
    threshold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(tmp_path), f"--threshold={threshold}", "-o", str(tmp_path / "out")]) == Exit.WRONG_USE
    assert "threshold" in capsys.readouterr().err
    with pytest.raises(UsageError, match=f"threshold {threshold} .* from 0 to 1"):
        analyzer.analyze("nowhere", threshold=float(threshold))


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze", "missing"],
        ["analyze"],
        ["analyze", "agents", "--threshold", "2"],
        ["analyze", "agents", "--survivor", "a.md", "--survivor", "b.md"],
        ["analyze", "agents", "--embedder", "bert"],
        ["analyze", "agents", "--quiet", "--verbose"],
        ["analyse", "agents"],
        [],
    ],
)
@pytest.mark.usefixtures("pipeline")
def test_wrong_use_is_said_and_writes_nothing(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == Exit.WRONG_USE
    assert capsys.readouterr().err
    assert not Path("outputs").exists()


def test_an_error_of_ours_on_purpose_is_a_sentence(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.result = ModelError("The model \x1b[31mx is missing. Install it.")
    assert run() == Exit.WRONG_USE
    err = capsys.readouterr().err
    assert err.startswith("agentmerge: The model")
    assert "\x1b" not in err
    assert "Traceback" not in err


def test_a_fault_keeps_its_traceback(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.result = ZeroDivisionError("secret")
    assert run() == Exit.FAULT
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    kept = Path(err.strip().rpartition(" ")[2])
    assert "ZeroDivisionError: secret" in kept.read_text("utf-8")
    kept.unlink()
    assert run("--verbose") == Exit.FAULT
    assert "ZeroDivisionError: secret" in capsys.readouterr().err


def test_an_interrupt_is_no_fault(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.result = KeyboardInterrupt()
    assert run() == Exit.INTERRUPTED
    assert capsys.readouterr().err.strip() == "agentmerge: interrupted."


def test_an_interrupt_when_all_is_written_takes_nothing_back_and_does_not_say_so(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("analyzer.report.terminal.render", interrupt)
    assert run() == Exit.INTERRUPTED
    assert pipeline.given
    assert Path("outputs/report.md").exists()
    assert capsys.readouterr().err.strip() == "agentmerge: interrupted."


def test_an_unwritable_output_is_said_and_leaves_nothing(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("outputs").write_text("a file")
    assert run() == Exit.WRONG_USE
    assert "outputs is no folder" in capsys.readouterr().err
    assert pipeline.given
    assert Path("outputs").read_text() == "a file"


@pytest.mark.parametrize(("no_colour", "escapes"), [("", True), ("1", False)])
@pytest.mark.usefixtures("pipeline")
def test_no_color_is_honoured(
    no_colour: str, *, escapes: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setenv("TERM", "xterm")
    terminal: Callable[[], bool] = lambda: True  # noqa: E731 - a method for two streams
    monkeypatch.setattr(sys.stdout, "isatty", terminal)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    assert run() == Exit.FINE
    assert ("\x1b[" in capsys.readouterr().out) is escapes


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == Exit.FINE
    assert capsys.readouterr().out == f"agentmerge {__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, analyzer.cli; analyzer.cli.main(['analyze', '--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & {name.partition(".")[0] for name in done.stderr.split()}
    assert "Find definitions that overlap" in done.stdout


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analyzer", "analyze", os.devnull + "x"], check=False, capture_output=True
    )
    assert done.returncode == Exit.WRONG_USE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(("end", "status"), [(">&-", Exit.FINE), ("> /dev/full", Exit.WRONG_USE)])
def test_a_closed_stream_takes_nothing_and_a_full_one_is_told(end: str, status: Exit) -> None:
    command = f"{sys.executable} -m analyzer explain 'Rotate the logs' 'Rotate logs' {end}"
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=buffered)
    assert done.returncode == status
    assert ("no space is left" in done.stderr) == (status is Exit.WRONG_USE)
    assert "a fault of ours" not in done.stderr


def test_a_log_hears_what_takes_long_and_standard_output_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screen, "_EVERY", 0.01)
    out, err, until = "", "", time.monotonic() + 60
    with screen.progress_bar(shown=True):
        screen.STAGES.info("Judging %d pairs", 7)
        while "Judging" not in err and time.monotonic() < until:
            time.sleep(0.01)
            more = capsys.readouterr()
            out, err = out + more.out, err + more.err
    assert "agentmerge: Judging 7 pairs (" in err
    assert out == ""


def test_a_terminal_shows_what_is_done_now_a_second_comparison_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, until = Terminal(), time.monotonic() + 60
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with screen.progress_bar(shown=True) as progress:
        assert progress is not None
        progress(1, 2)
        for shown in ("Judging 7 pairs", "Comparing texts"):
            screen.STAGES.info("Judging %d pairs", 7) if shown.startswith("Judging") else progress(1, 2)
            seen = len(terminal.getvalue())
            while shown not in terminal.getvalue()[seen:] and time.monotonic() < until:
                time.sleep(0.01)
            assert shown in terminal.getvalue()[seen:]


def test_who_wants_quiet_hears_nothing_of_what_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screen, "_EVERY", 0.01)
    with screen.progress_bar(shown=False) as progress:
        screen.STAGES.info("Judging %d pairs", 7)
        time.sleep(0.1)
    assert progress is None
    assert capsys.readouterr() == ("", "")


def test_what_is_quickly_done_is_done_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    with screen.progress_bar(shown=True) as progress:
        screen.STAGES.info("Judging %d pairs", 7)
        assert progress is not None
        progress(1, 2)
    assert capsys.readouterr() == ("", "")
    assert not screen.STAGES.handlers
