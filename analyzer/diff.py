"""Account for every statement of every source, and write the diff that turns a source into the canonical."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.dialects import canonical_file
from analyzer.dialects.values import common_key
from analyzer.model import DecisionKind, Fate, FateKind, Kind, Part, Proposal, Said, Sizes, SourceDiff
from analyzer.text import blanked, fold, lists, plain, squash, stems, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Canonical, Decision, Definition, Family, FieldDecision, Passage, Statement, Written

Place = tuple[int, int]
_UNWRITTEN = "The canonical's runtime acts on no such key: it is not set until someone decides."
_SPECIAL = re.compile(r"[\x00-\x1f\x7f\"\\]|[\ud800-\udfff]")


def diff(family: Family, canonical: Canonical, written: Written, statements: Sequence[Statement]) -> Proposal:
    """Return the proposal for *family*: per source, a fate for each of its *statements* and a unified diff."""
    lines = written.text.split("\n")
    after = canonical.survivor.as_file(written.text)
    passages: dict[Statement, list[tuple[Passage, Place]]] = defaultdict(list)
    for passage, place in zip(canonical.passages, written.places, strict=True):
        for s in passage.stands_for:
            passages[s].append((passage, place))
    fields = {f.key: (f, at) for f, at in zip(canonical.fields, written.field_places, strict=True)}
    others = {s.field for s in statements} - fields.keys()
    fields |= {key: found for key in others if (found := _called(key, fields))}
    settled = {s: found.decision for found in reversed(canonical.settlements) for s in found.statements}
    against, lacking = _against(canonical), _lacking(canonical, statements)
    fates = {s: _disputed(_fate(s, passages, fields, settled.get(s), lines), against.get(s, ())) for s in statements}
    fates |= {s: _lacked(fates[s], paths) for s, paths in lacking.items()}
    return Proposal(
        family=family,
        canonical=canonical,
        file_name=canonical_file(canonical.survivor, canonical.name),
        text=written.text,
        diffs=tuple(
            SourceDiff(d.path, _unified(d, after), tuple(fates[s] for s in statements if s.path == d.path))
            for d in family.definitions
        ),
        sizes=_sizes(canonical, written),
        places=written.places,
        field_places=written.field_places,
    )


def _fate(
    statement: Statement,
    passages: Mapping[Statement, Sequence[tuple[Passage, Place]]],
    fields: Mapping[str, tuple[FieldDecision, Place]],
    settled: Decision | None,
    lines: Sequence[str],
) -> Fate:
    if statement in passages:
        found = sorted(passages[statement], key=lambda found: _remoteness(statement, found[0]))
        passage, place = found[0]
        kind = _kind(statement, passage)
        others = found[1:] if kind is not FateKind.SAME_AS else []
        pieces = _pieces(statement, found) if others else ()
        reason = _reason(kind, statement, passage, pieces)
        if settled and kind is not FateKind.REWORDED and settled.kind is not DecisionKind.KEEP:
            went = "reworded" if settled.kind is DecisionKind.REWORD else "dropped"
            reason += f" A part of it was {went}: {settled.reason}"
        return Fate(statement, kind, place, passage.text, reason, tuple(at for _, at in others), pieces)
    if settled and (statement.field not in fields or statement not in fields[statement.field][0].sources):
        return Fate(statement, FateKind.DROPPED, None, "", f"It was dropped: {settled.reason}")
    if statement.field not in fields:
        return Fate(statement, FateKind.CONFLICT, None, "", _UNWRITTEN)
    decision, place = fields[statement.field]
    if settled and settled.kind is DecisionKind.REWORD:
        return Fate(statement, FateKind.REWORDED, place, settled.text, f"It was reworded: {settled.reason}")
    text = "\n".join(lines[place[0] - 1 : place[1]])
    if statement in decision.sources:
        kept = squash(statement.text) in squash(f"{text}\n{decision.value}")
        return Fate(statement, FateKind.KEPT if kept else FateKind.COVERED_BY, place, text, decision.reason)
    return Fate(
        statement,
        FateKind.CONFLICT,
        place,
        text,
        f"The sources disagree; this value stands until someone decides. {decision.reason}",
    )


def _called(key: str, fields: Mapping[str, tuple[FieldDecision, Place]]) -> tuple[FieldDecision, Place] | None:
    """Return the one of the canonical's *fields* that says what a source says under *key*, if there is one."""
    return next((found for other, found in fields.items() if common_key(other) == common_key(key)), None)


def _against(canonical: Canonical) -> Mapping[Statement, Sequence[str]]:
    """Return for each disputed statement what it contradicts, and in what, once for each open conflict."""
    found: dict[Statement, list[str]] = defaultdict(list)
    for conflict in canonical.open_conflicts:
        for side in conflict.sides:
            others = ", ".join(str(span) for other in conflict.sides if other is not side for span in other.spans)
            for s in side.statements:
                found[s].append(f"{others} ({conflict.reason})")
    return found


def _disputed(fate: Fate, against: Sequence[str]) -> Fate:
    """Return *fate*, that of a conflict where its statement is *against* others and nobody decided about it."""
    if not against or fate.kind in {FateKind.DROPPED, FateKind.REWORDED}:
        return fate
    told = f"It contradicts {'; '.join(against)}. {fate.reason}"
    return replace(fate, kind=FateKind.CONFLICT, reason=told, stands=fate.kind)


def _lacking(canonical: Canonical, statements: Sequence[Statement]) -> Mapping[Statement, Sequence[str]]:
    """Return for each of *statements* that is in an open conflict about a front-matter value who does not say it."""
    disputed = {common_key(c.topic) for c in canonical.open_conflicts if not any(side.statements for side in c.sides)}
    saying: dict[tuple[str, str], set[str]] = defaultdict(set)
    for s in statements:
        saying[common_key(s.field), fold(s.text)].add(s.path)
    found = {}
    for s in (s for s in statements if common_key(s.field) in disputed):
        others = [d.path for d in canonical.definitions if d.path not in saying[common_key(s.field), fold(s.text)]]
        if others:
            found[s] = others
    return found


def _lacked(fate: Fate, paths: Sequence[str]) -> Fate:
    """Return *fate*, that of a conflict where its statement's value stands and the sources at *paths* lack it."""
    if fate.kind not in {FateKind.KEPT, FateKind.COVERED_BY}:
        return fate
    told = f"The sources disagree: not said by {', '.join(paths)}; it stands until someone decides. {fate.reason}"
    return replace(fate, kind=FateKind.CONFLICT, reason=told, stands=fate.kind)


def _pieces(statement: Statement, found: Sequence[tuple[Passage, Place]]) -> tuple[Said, ...]:
    """Return which piece of *statement* each of the passages *found* says; all of it where they do not tell."""
    whole = Part(statement, 0, statement.text)
    said = [(part, place, passage.text) for passage, place in found for part in passage.pieces(statement) or (whole,)]
    said.sort(key=lambda one: one[0])
    return tuple(dict.fromkeys(Said(part.text or part.label, place, text) for part, place, text in said))


def _reason(kind: FateKind, statement: Statement, passage: Passage, pieces: Sequence[Said]) -> str:
    """Return why *passage*, and what says the other *pieces*, stand for *statement*, whose fate is *kind*."""
    title = passage.section[-1] if passage.section else ""
    other = f", under “{title}”" if title and fold(title) != fold(statement.heading) else ""
    if kind is FateKind.SAME_AS:
        return f"{passage.wording.span} says the same{other}."
    if kind is FateKind.COVERED_BY and not pieces:
        return f"{passage.wording.span} says this and more{other}."
    told = "; ".join(f"“{said.piece}”{_how(said)} at line {said.lines[0]}" for said in pieces)
    if kind is FateKind.COVERED_BY:
        return f"Piece by piece: {told}."
    return f"{passage.reason} Piece by piece: {told}." if told else passage.reason


def _how(said: Said) -> str:
    """Return how its place says a piece: nothing where it has it as it is, else what a reader finds there instead."""
    heads = not plain(said.piece).endswith(":") or fold(said.text).startswith(fold(said.piece))
    if heads and lists(said.text, said.piece):
        return ""
    return ", its words" if set(stems(said.piece)) <= set(stems(said.text)) else ", in other words"


def _remoteness(statement: Statement, passage: Passage) -> tuple[bool, bool, bool, bool]:
    """Rank the passages that stand for *statement*: its own words, the same said by others, some of its words, others.

    What somebody decided on comes last.
    """
    other = all(part.statement != statement for part in passage.parts)
    return passage.wording != statement, fold(passage.text) != fold(statement.text), passage.reworded, other


def _kind(statement: Statement, passage: Passage) -> FateKind:
    if passage.reworded:
        return FateKind.REWORDED
    if passage.fused and any(p.statement == statement for p in passage.parts):
        return FateKind.FUSED_INTO
    if statement is passage.wording:
        return FateKind.MOVED if statement.kind is Kind.FACT and passage.place is None else FateKind.KEPT
    return FateKind.SAME_AS if fold(statement.text) == fold(passage.text) else FateKind.COVERED_BY


def _unified(definition: Definition, after: str) -> str:
    """Return the diff from *definition*'s file to *after*; nothing where they are equal."""
    before = definition.text if definition.original is None else definition.original
    if before == after:
        return ""
    name = _header_name(definition.path)
    hunks = difflib.unified_diff(_lines(before), _lines(after), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in hunks)


def _lines(text: str) -> list[str]:
    """Return the lines of *text* with their line feeds: `patch` knows no other line end."""
    *ended, last = text.split("\n")
    return [f"{line}\n" for line in ended] + [last] * bool(last)


def _header_name(path: str) -> str:
    """Return *path* as git and GNU patch read it: quoted as in C, or closed by a tab, where it needs that."""
    if _SPECIAL.search(path):
        raw = path.encode("utf-8", "surrogateescape")
        return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in raw) + '"'  # noqa: PLR2004 - printable ASCII
    return f"{path}\t" if " " in path else path


def _sizes(canonical: Canonical, written: Written) -> Sizes:
    description = next((str(f.value) for f in canonical.fields if f.key == "description"), "")
    lengths = [len(words(blanked(d.text))) for d in canonical.definitions]
    return Sizes(
        words_before=sum(lengths),
        words_after=len(words(blanked(written.text))),
        description_before=sum(len(d.description) for d in canonical.definitions),
        description_after=len(description),
        words_longest=max(lengths),
    )
