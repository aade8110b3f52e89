from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from analyzer.discover import discover
from analyzer.errors import OutputError
from analyzer.write import IGNORE, MANIFEST, write

FIRST = {"report.md": "one\n", "families/a/canonical.md": "old\n", "families/a/diffs/x.diff": "d\n"}
SECOND = {"report.md": "two\n", "families/b/canonical.md": "new\n"}


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def ours(folder: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in tree(folder).items() if path not in {MANIFEST, IGNORE}}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "out"


def test_the_folder_holds_what_was_written_and_nothing_of_an_earlier_run(out: Path) -> None:
    write(FIRST, out)
    assert ours(out) == FIRST
    write(SECOND, out)
    assert ours(out) == SECOND
    assert not (out / "families" / "a").exists()


def test_writing_again_changes_nothing(out: Path) -> None:
    write(FIRST, out)
    before = tree(out)
    write(FIRST, out)
    assert tree(out) == before
    assert sorted(p.name for p in out.iterdir()) == [MANIFEST, IGNORE, "families", "report.md"]


def test_an_empty_folder_is_taken_even_where_it_is_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(FIRST, Path())
    write(SECOND, Path())
    assert ours(tmp_path) == SECOND


def test_files_of_others_stay(out: Path) -> None:
    write(FIRST, out)
    (out / "notes.txt").write_text("mine")
    (out / "families" / "a" / "notes.txt").write_text("mine too")
    write(SECOND, out)
    assert ours(out) == {**SECOND, "notes.txt": "mine", "families/a/notes.txt": "mine too"}


def spoil_edit(out: Path) -> None:
    (out / "families/a/canonical.md").write_text("edited by hand\n")


def spoil_foreign_file(out: Path) -> None:
    (out / "families" / "b").mkdir()
    (out / "families/b/canonical.md").write_text("not ours\n")


def spoil_file_for_folder(out: Path) -> None:
    (out / "families" / "b").write_text("not a folder\n")


def spoil_folder_for_file(out: Path) -> None:
    (out / "report.md").unlink()
    (out / "report.md").mkdir()


def spoil_link(out: Path) -> None:
    (out.parent / "elsewhere").mkdir()
    (out / "families" / "b").symlink_to(out.parent / "elsewhere")


def spoil_manifest(out: Path) -> None:
    with (out / MANIFEST).open("a") as file:
        file.write("0" * 64 + "  ../../precious.txt\n")


def spoil_manifest_bytes(out: Path) -> None:
    (out / MANIFEST).write_bytes(b"\xff\x00 nonsense")


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_edit,
        spoil_foreign_file,
        spoil_file_for_folder,
        spoil_folder_for_file,
        spoil_link,
        spoil_manifest,
        spoil_manifest_bytes,
    ],
)
def test_what_is_not_ours_is_refused_and_stays(out: Path, spoil: object) -> None:
    write(FIRST, out)
    assert callable(spoil)
    spoil(out)
    before = tree(out.parent)
    with pytest.raises(OutputError, match=r"(Move it away|Remove)"):
        write(SECOND, out)
    assert tree(out.parent) == before


def test_an_edited_canonical_names_the_way_to_change_it_for_good(out: Path) -> None:
    write(FIRST, out)
    spoil_edit(out)
    with pytest.raises(OutputError, match="drop or reword a statement for good, decide so with `agentmerge review`"):
        write(SECOND, out)


def test_a_folder_that_was_not_ours_keeps_its_report(out: Path) -> None:
    out.mkdir(parents=True)
    (out / "report.md").write_text("my own\n")
    with pytest.raises(OutputError, match=r"report\.md is in the way"):
        write(FIRST, out)
    assert tree(out) == {"report.md": b"my own\n"}


def test_a_file_in_the_folders_place_is_refused(out: Path) -> None:
    out.parent.mkdir()
    out.write_text("a file")
    with pytest.raises(OutputError, match="no folder"):
        write(FIRST, out)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_without_permission_is_refused(out: Path) -> None:
    out.mkdir(parents=True)
    out.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        write(FIRST, out)


@pytest.mark.parametrize("call", range(8))
def test_a_failure_at_any_step_leaves_what_was_there(out: Path, call: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FIRST, out)
    before = tree(out.parent)
    calls = iter(range(100))
    replace = Path.replace

    def failing(source: Path, target: Path) -> Path:
        if next(calls) == call:
            raise OSError(28, "No space left on device")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputError, match="No space left"):
        write(SECOND, out)
    assert tree(out.parent) == before
    assert sorted(p.name for p in out.iterdir()) == [MANIFEST, IGNORE, "families", "report.md"]
    assert not (out / "families" / "b").exists()


def test_a_failure_on_a_fresh_folder_leaves_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(OutputError):
        write(FIRST, out)
    assert not out.parent.exists()


def test_an_interrupt_undoes_everything_too(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FIRST, out)
    before = tree(out)
    replace = Path.replace

    def failing(source: Path, target: Path) -> Path:
        if target == out / "report.md" and "new" in source.parts:
            raise KeyboardInterrupt
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(KeyboardInterrupt):
        write(SECOND, out)
    assert tree(out) == before


def test_the_manifest_is_a_list_of_checksums(out: Path) -> None:
    write(FIRST, out)
    done = subprocess.run(["sha256sum", "--check", "--strict", MANIFEST], cwd=out, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_names_outside_utf8_are_written_as_they_were(out: Path) -> None:
    write({"x.diff": "--- caf\udce9\n"}, out)
    assert (out / "x.diff").read_bytes() == b"--- caf\xe9\n"


def test_the_next_run_does_not_read_the_outputs(tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "a.md").write_text("---\nname: a\ndescription: x\n---\nYou are a.\n")
    definition = "---\nname: a\ndescription: x\n---\nYou are a.\n"
    write({"families/agents/agents/canonical.md": definition, "report.md": definition}, tmp_path / "outputs")
    assert [s.path.endswith("agents/a.md") for s in discover([tmp_path]).sources] == [True]
    assert discover([tmp_path / "outputs"]).sources == ()
