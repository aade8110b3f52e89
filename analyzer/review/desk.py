"""What lies on the reviewer's desk: the latest analysis, the decisions, and a worker that lets it follow them."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

from analyzer import decisions, pipeline, report, write
from analyzer.errors import AgentMergeError
from analyzer.review.page import page
from analyzer.review.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from analyzer.model import Analysis, Decision, Definition, Embedder, Request

_PAUSE = 1.0
"""Seconds between two looks at the files."""
_REMEMBERED = 100

Signature = tuple[tuple[str, int, int, int], ...]
"""Name, time, size and number of each file that matters."""


class StaleError(AgentMergeError):
    """What was decided about is not as the reviewer saw it."""


@dataclass(frozen=True, slots=True)
class View:
    """An analysis as it is shown."""

    version: str
    """Names what it was made of: the sources and the decisions."""
    analysis: Analysis
    subjects: Subjects
    held: tuple[Decision, ...]
    page: str


class Desk:
    """Keeps decisions and the output folder together. All that is public may be called from any thread."""

    def __init__(self, output: Path, root: Path, request: Request, embedder: Embedder, *, cache: bool) -> None:
        self._output, self._root, self._request = output, root, request
        self._embedder, self._cache = embedder, cache
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._stopped = False
        self._busy = False
        self._message = ""
        self._seen: dict[str, tuple[Decision, ...]] = {}
        self._done: Signature = ()
        self._view: View | None = None
        self._worker = threading.Thread(target=self._work, name="agentmerge review", daemon=True)

    def __enter__(self) -> Self:
        self._worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped = True
        self._wake.set()
        self._worker.join()

    @property
    def view(self) -> View:
        """What is shown now."""
        with self._lock:
            assert self._view is not None, "make() comes first"  # noqa: S101 - a fault of ours alone
            return self._view

    def status(self) -> dict[str, str]:
        """Return the version that is shown, whether another is being made, and what went wrong."""
        with self._lock:
            working = self._busy or self._wake.is_set()
            state = "working" if working else "failed" if self._message else "ready"
            return {"version": self.view.version, "state": state, "message": self._message}

    def make(self) -> None:
        """Analyse anew with the decisions as they are, show it, and write the output folder; raise what goes wrong."""
        held = decisions.read(self._root)
        asked = asdict(self._request)
        analysis = pipeline.analyze(
            asked.pop("paths"), **asked, decisions=held, embedder=self._embedder, cache=self._cache
        )
        subjects = Subjects(analysis)
        version = _version(analysis, held)
        view = View(version, analysis, subjects, held, page(analysis, subjects, version))
        with self._lock:
            self._view = view
            # What changed while this was made is made anew at once.
            self._done = self._signature() if self._is_current(view) else ()
            self._seen[version] = held
            for old in list(self._seen)[:-_REMEMBERED]:
                del self._seen[old]
        write.write(report.documents(analysis), self._output)

    def decide(self, version: str, made: Callable[[Subjects], Sequence[Decision]]) -> None:
        """Keep what is *made* of the view's subjects by somebody who saw *version*.

        Raises `StaleError` where the sources or a decision on the same subject are not as they were seen then,
        `UsageError` for what cannot be decided.
        """
        with self._lock:
            new = tuple(made(self.view.subjects))
            self._refuse_unseen(version, new)
            self._refuse_changed(new)
            self.view.subjects.check(decisions.read(self._root), new)
            decisions.add(new, self._root)
            self._wake.set()

    def take_back(self, version: str, number: int) -> None:
        """Forget the decision with this *number*, from 0, of those held in *version*."""
        with self._lock:
            known = self._seen.get(version, ())
            now = decisions.read(self._root)
            if not 0 <= number < len(known) or known[number] not in now:
                raise StaleError("This decision is not there any more: another tab or an editor changed it.")
            decisions.forget([now.index(known[number]) + 1], self._root)
            self._wake.set()

    def _refuse_unseen(self, version: str, new: Sequence[Decision]) -> None:
        if version not in self._seen:
            raise StaleError("This page is older than the server knows. Load it again, and decide again.")
        known = self._seen[version]
        for other in decisions.read(self._root):
            if other not in known and other not in new and any(decisions.same_subject(other, one) for one in new):
                raise StaleError(
                    f"Another tab or an editor decided about this since: “{other.kind}”, because: {other.reason} "
                    "Look at it first; the page is being made anew."
                )

    def _refuse_changed(self, new: Sequence[Decision]) -> None:
        about = {path for decision in new for path in decision.definitions}
        for d in self.view.analysis.definitions:
            if d.path in about and d.digest and _digest(self._place(d)) != d.digest:
                self._wake.set()
                raise StaleError(
                    f"{d.path} was changed since this page was made, which is being made anew: look, and decide again."
                )

    def _work(self) -> None:
        while not self._stopped:
            self._wake.wait(_PAUSE)
            with self._lock:
                self._busy = self._wake.is_set() or self._signature() != self._done
                self._wake.clear()
            if self._busy and not self._stopped:
                self._remake()

    def _remake(self) -> None:
        message = ""
        try:
            self.make()
        except AgentMergeError as error:
            message = str(error)
        except Exception as error:  # noqa: BLE001 - the page says it, and the decisions are kept
            message = f"A fault in agentmerge: {type(error).__name__}: {error}"
        with self._lock:
            if message:
                # What failed is not tried again before something changes.
                self._done = self._signature()
            self._busy, self._message = False, message

    def _is_current(self, view: View) -> bool:
        """Whether the files still say what *view* was made of."""
        same = (_digest(self._place(d)) == d.digest for d in view.analysis.definitions)
        return decisions.read(self._root) == view.held and all(same)

    def _place(self, definition: Definition) -> Path:
        return self._root / definition.file

    def _signature(self) -> Signature:
        files = [self._root / decisions.FILE]
        if self._view is not None:
            files += [self._place(d) for d in self._view.analysis.definitions]
        found = []
        for file in files:
            try:
                status = file.stat()
            except OSError:
                continue
            found.append((file.name, status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(found)


def _version(analysis: Analysis, held: Sequence[Decision]) -> str:
    digest = hashlib.sha256()
    for part in (*(f"{d.path}\0{d.digest}" for d in analysis.definitions), *map(repr, held)):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:16]


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
