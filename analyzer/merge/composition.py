"""Compose the body: what stays, in which words, and where, until all of it is still said where it is put."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.merge.closure import displaced
from analyzer.merge.comparable import find_peers
from analyzer.merge.cover import cover
from analyzer.merge.fusion import fuse
from analyzer.merge.rooms import is_labelled
from analyzer.merge.sections import place
from analyzer.merge.settling import release, restore, spared
from analyzer.merge.stand_ins import stand_ins
from analyzer.merge.templates import find_templates, staying
from analyzer.merge.twins import first_of_twins, spoken_for, with_twins
from analyzer.model import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.cover import Cover
    from analyzer.merge.fusion import Draft
    from analyzer.merge.orders import Orders
    from analyzer.merge.sections import Places
    from analyzer.merge.templates import Template
    from analyzer.model import Definition, Family, Judgements, NewSection, Part, Statement, Vectors


def compose(  # noqa: PLR0913, PLR0917 - what is merged, what is known of it, and the options
    family: Family,
    body: Sequence[Statement],
    pieces: Sequence[Part],
    survivor: Definition,
    judgements: Judgements,
    vectors: Vectors,
    *,
    floor: float,
    fusion: bool,
    orders: Orders,
) -> tuple[tuple[Passage, ...], tuple[NewSection, ...]]:
    """Return the passages that say all of *body*, cut into *pieces*, and the sections that they need.

    *floor*, *fusion* and *orders* are those of `stand_ins` and `fuse`. What stands for something must do so where it
    is put: where it does not, it is chosen anew, until nothing is left unsaid.
    """
    peers = find_peers(body, survivor=survivor.path)
    every_twin = first_of_twins(pieces, peers)
    roots = {d.root for d in family.definitions}
    templates, same = staying(find_templates(body), every_twin, survivor.path, roots)
    twins = {s: first for s, first in every_twin.items() if s not in templates} | same
    choices = [p for p in pieces if p.statement not in twins]
    able = stand_ins(choices, judgements, peers, floor=floor, spoken_for=spoken_for(pieces, twins))
    elements = _outside(templates, able)
    while True:
        chosen = cover(choices, elements, judgements, survivor=survivor.path)
        left = spared(elements, orders)
        covered = release(chosen, left, choices, judgements, orders)
        every = restore(with_twins(covered, twins, pieces), pieces, orders)
        drafts = fuse(every, survivor=survivor.path, fusion=fusion, orders=orders)
        heirs = _bereft(chosen, covered)
        replaced = _replaced([d for d in drafts if d.wording not in templates], heirs, survivor.path)
        added, said = _added(drafts, replaced, survivor.path), _said(drafts, heirs)
        places = place(added, body, family.definitions, survivor, judgements, vectors, said=said, templates=templates)
        passages = _passages(drafts, replaced, places, survivor, templates)
        unsaid = displaced(left, covered, passages, judgements, peers, floor=floor)
        if not unsaid:
            return passages, places.new
        elements = {e: others - unsaid.get(e, frozenset()) for e, others in elements.items()}


def _outside(
    templates: Mapping[Statement, Template], elements: Mapping[Part, frozenset[Part]]
) -> dict[Part, frozenset[Part]]:
    """Return *elements* without *templates*: a form's line is said where it stands, and says nothing from elsewhere."""
    return {
        e: frozenset(o for o in others if not {e.statement, o.statement} & templates.keys())
        for e, others in elements.items()
    }


def _added(drafts: Sequence[Draft], replaced: Mapping[Draft, Statement], survivor: str) -> list[Statement]:
    """Return what those *drafts* say that take none of the survivor's lines."""
    return [d.wording for d in drafts if (d.wording.path != survivor or d.wording.field) and d not in replaced]


def _said(drafts: Sequence[Draft], heirs: Mapping[Statement, Statement]) -> dict[Statement, Statement]:
    """Return what goes, each with what the first of *drafts* to stand for it says, or what *heirs* have for it."""
    said = {s: d.wording for d in reversed(drafts) for s in d.stands_for if s is not d.wording}
    return {**said, **heirs}  # so that what nobody decided about stays where it is


def _bereft(chosen: Cover, released: Cover) -> dict[Statement, Statement]:
    """Return for each statement that is not said where it was *chosen* to be, as that goes, what was to say it."""
    moved = (e for e, by in sorted(chosen.stands.items()) if released.stands.get(e) != by)
    return {e.statement: chosen.stands[e].statement for e in moved}


def _replaced(drafts: Sequence[Draft], heirs: Mapping[Statement, Statement], survivor: str) -> dict[Draft, Statement]:
    """Return for each draft that stands for one of the survivor's statements, or is its heir, the place it takes."""
    kept = {d.wording for d in drafts} - set(heirs.values())
    taken: dict[Statement, Draft] = {}
    for draft in drafts:
        for gone in (*draft.stands_for, *(heirs[s] for s in (draft.wording,) if s in heirs)):
            mine = gone.path == survivor and not gone.field and gone not in kept
            if (
                mine
                and gone.shape is draft.wording.shape
                and draft.wording.path != survivor
                and not draft.wording.field
                and is_labelled(gone) == is_labelled(draft.wording)
            ):
                taken.setdefault(gone, draft)
    return {draft: gone for gone, draft in sorted(taken.items(), reverse=True)}


def _passages(
    drafts: Sequence[Draft],
    replaced: Mapping[Draft, Statement],
    places: Places,
    survivor: Definition,
    templates: Mapping[Statement, Template],
) -> tuple[Passage, ...]:
    """Return the passages: those in the survivor's lines in its order, then what is added, source by source."""
    settled = []
    for d in drafts:
        s, old = d.wording, replaced.get(d)
        if s.path == survivor.path and not s.field:
            settled.append(Passage(d.text, s, d.stands_for, s.section, d.reason("The survivor says it."), s, d.parts))
        elif old is not None:
            reason = d.reason("It says what the survivor says here, and more.")
            settled.append(Passage(d.text, s, d.stands_for, old.section, reason, old, d.parts))
        else:
            reason = "Only this source says it." if len(d.stands_for) == 1 else "The survivor does not say it."
            settled.append(_addition(d, d.reason(reason), places))
    told = (
        replace(p, instead=d.instead, template=templates.get(d.wording, ()))
        for p, d in zip(settled, drafts, strict=True)
    )
    return tuple(sorted(told, key=_reading_order))


def _addition(draft: Draft, reason: str, places: Places) -> Passage:
    s = draft.wording
    section, closing = places.section[s], s in places.closing
    return Passage(draft.text, s, draft.stands_for, section, reason, parts=draft.parts, closing=closing)


def _reading_order(passage: Passage) -> tuple[bool, Statement]:
    return passage.place is None, passage.place or passage.wording
