"""Laws of the overlaps, verdicts and families, on small collections written here."""

from __future__ import annotations

import hashlib
import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.blocking import block
from analyzer.budgets import budgets
from analyzer.discover import discover
from analyzer.embed import HashEmbedder, context, embed, load_embedder
from analyzer.graph import graph
from analyzer.graph.families import families, family_of_all
from analyzer.graph.landmarks import landmarks
from analyzer.judge import judge
from analyzer.model import Definition, Dialect, Judgements, Landmarks, Overlap, OverlapGraph, Source, Verdict
from analyzer.parse import parse
from analyzer.remarks import remarks
from analyzer.segment import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Embedder, Part, Statement

SEEDS = Path(__file__).parent.parent / ".." / "shared" / "seeds"

BAKER = (
    "Weigh flour in grams and never in cups.",
    "Let the dough rest for forty minutes before it is shaped.",
    "Score each loaf with one long cut at an angle.",
    "Steam the oven during the first ten minutes.",
    "Write down the temperature of the kitchen with every batch.",
    "Refresh the sourdough starter every evening.",
)
SAILOR = (
    "Reef the mainsail before the wind reaches twenty knots.",
    "Keep a paper chart on deck in case the plotter fails.",
    "Call the harbour master on channel twelve before entry.",
    "Check the bilge pump at the start of every watch.",
    "Coil each line clockwise and hang it on its own cleat.",
    "Log the barometer once an hour.",
)
TEMPLATE = (
    "Read the question twice before you answer anything.",
    "Name the file and the line for each thing you found.",
    "Prefer the smallest change that solves the problem.",
    "Finish with three short points and nothing else.",
    "Ask for what is missing instead of guessing.",
)


def text(name: str, lines: Sequence[str], description: str = "") -> str:
    told = description or f"Everything about the work of a {name.replace('-', ' ')}."
    return f"---\nname: {name}\ndescription: {told}\n---\n\n# Rules\n\n" + "".join(f"- {line}\n" for line in lines)


def overlaps_of(files: dict[str, str], **options: Any) -> OverlapGraph:  # noqa: ANN401 - those of `relate`
    return relate([d for path, content in files.items() for d in parse(Source(path, content))], **options)


def relate(
    definitions: Sequence[Definition],
    *,
    embedder: Embedder | None = None,
    shuffle: int | None = None,
    ages: dict[str, int] | None = None,
    **options: Any,  # noqa: ANN401 - those of `graph`
) -> OverlapGraph:
    statements = list(segment(tuple(definitions)))
    contexts: dict[Statement | Part, str] = {s: context(s) for s in statements}
    vectors = embed(contexts.values(), embedder or HashEmbedder())
    pairs = block([*contexts.values()], vectors, floor=0.5)
    judgements = Judgements(dict(zip(pairs, judge(pairs, vectors), strict=True)), contexts)
    given_order = list(definitions)
    if shuffle is not None:
        given_order.sort(key=lambda d: digest(f"{shuffle}{d.path}"))
        statements.sort(key=lambda s: digest(f"{shuffle}{s.id}"))
    if ages is not None:
        options["ages"] = lambda paths: {path: age for path, age in ages.items() if path in paths}
    return graph(given_order, statements, judgements, vectors, **options)


def digest(value: str) -> bytes:
    return hashlib.sha256(value.encode()).digest()


def between(found: OverlapGraph, a: str, b: str) -> Overlap:
    return next(o for o in found.overlaps if {o.a, o.b} == {a, b})


COLLECTION = {
    "a/baker.md": text("baker", BAKER),
    "b/baker.md": text("baker", BAKER),
    "a/head-baker.md": text("head-baker", (*BAKER, *SAILOR)),
    "a/sailor.md": text("sailor", SAILOR),
    "b/sailor.md": text("sailor", ("Sell tickets for the evening cruise.", "Smile at children."), "Sells tickets."),
    "a/gardener.md": text("gardener", ("Prune roses in March.", "Water at dawn.", "Turn the compost monthly.")),
}


@pytest.fixture(scope="module")
def found() -> OverlapGraph:
    graph = overlaps_of(COLLECTION)
    assert graph.overlaps, "what is said of all overlaps must be said of some"
    assert graph.families, "the same for families"
    return graph


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_definitions_and_statements_does_not_matter(found: OverlapGraph, seed: int) -> None:
    assert overlaps_of(COLLECTION, shuffle=seed) == found


def test_overlaps_are_ranked_and_each_pair_stands_once(found: OverlapGraph) -> None:
    assert all(x.score >= y.score for x, y in pairwise(found.overlaps))
    assert all(o.a < o.b for o in found.overlaps)
    assert len({(o.a, o.b) for o in found.overlaps}) == len(found.overlaps)


def test_shares_and_scores_lie_between_nothing_and_all(found: OverlapGraph) -> None:
    values = [v for o in found.overlaps for v in (o.score, o.coverage_a, o.coverage_b)]
    assert all(0 <= v <= 1 for v in values)


def test_every_reason_is_a_sentence_and_no_bare_score(found: OverlapGraph) -> None:
    for o in found.overlaps:
        assert o.reason.endswith(".")
        assert "statement" in o.reason or "word for word" in o.reason


def test_evidence_joins_statements_of_the_two_and_none_twice(found: OverlapGraph) -> None:
    for o in found.overlaps:
        assert all(e.a.path == o.a and e.b.path == o.b for e in o.evidence)
        assert len({e.a for e in o.evidence}) == len({e.b for e in o.evidence}) == len(o.evidence)


def test_the_same_text_in_two_folders_is_a_copy(found: OverlapGraph) -> None:
    copy = between(found, "a/baker.md", "b/baker.md")
    assert copy.verdict is Verdict.COPY
    assert copy.coverage_a == copy.coverage_b == pytest.approx(1)
    assert "word for word" in copy.reason


def test_a_drifted_copy_says_where_it_drifted() -> None:
    lines = [f"{line[:-1]} without exception." if i == 0 else line for i, line in enumerate((*BAKER, *SAILOR))]
    files = {"a/cook.md": text("cook", (*BAKER, *SAILOR)), "b/cook.md": text("cook", lines)}
    drifted = overlaps_of(files).overlaps[0]
    assert drifted.verdict is Verdict.COPY
    assert "drifted: 1 statement only in a/cook.md" in drifted.reason
    assert "git" not in drifted.reason
    assert "(b/cook.md is newer in git)" in overlaps_of(files, ages={"a/cook.md": 1, "b/cook.md": 2}).overlaps[0].reason
    assert "git" not in overlaps_of(files, ages={"a/cook.md": 2, "b/cook.md": 2}).overlaps[0].reason
    assert "git" not in overlaps_of(files, ages={"a/cook.md": 1}).overlaps[0].reason


def test_what_another_says_in_full_is_subsumed(found: OverlapGraph) -> None:
    assert between(found, "a/baker.md", "a/head-baker.md").verdict is Verdict.SUBSUMED


def test_one_name_for_two_things_is_named_and_not_merged(found: OverlapGraph) -> None:
    namesakes = between(found, "a/sailor.md", "b/sailor.md")
    assert namesakes.verdict is Verdict.SIBLINGS
    assert "one name" in namesakes.reason


def test_strangers_are_unrelated(found: OverlapGraph) -> None:
    assert between(found, "a/gardener.md", "a/sailor.md").verdict is Verdict.UNRELATED


def test_users_of_a_template_are_siblings_and_each_is_told_when_to_use_it() -> None:
    crops = {
        "wheat": "Sow in October.",
        "maize": "Drill after frost.",
        "hops": "Train three bines.",
        "rice": "Flood it.",
    }
    files = {f"{crop}-farmer.md": text(f"{crop}-farmer", (*TEMPLATE, line)) for crop, line in crops.items()}
    farmers = overlaps_of(files)
    assert farmers.families == ()
    for o in farmers.overlaps:
        assert o.verdict is Verdict.SIBLINGS
        assert all(f"for “{path.partition('-')[0]}” use" in o.reason for path in (o.a, o.b))


def test_one_role_in_one_folder_is_a_merge_whatever_the_words() -> None:
    files = {"oven-expert.md": text("oven-expert", BAKER[:3]), "oven-developer.md": text("oven-developer", SAILOR[:3])}
    [overlap] = overlaps_of(files).overlaps
    assert overlap.verdict is Verdict.MERGE
    assert overlap.reason.startswith("Both claim the role of “oven developer” in one folder, which alone joins them; ")


def test_one_that_sends_its_reader_to_the_other_stays_apart() -> None:
    sent = ("Hand dough to oven-developer.", *BAKER[:3])
    files = {"oven-expert.md": text("oven-expert", sent), "oven-developer.md": text("oven-developer", SAILOR[:3])}
    assert [o.verdict for o in overlaps_of(files).overlaps] == [Verdict.SIBLINGS]


def test_what_differs_in_permissions_is_said() -> None:
    files = {f"{place}/baker.md": text("baker", BAKER) for place in "ab"}
    files["a/baker.md"] = files["a/baker.md"].replace("\n---\n\n", "\ntools: Read, Bash\n---\n\n")
    assert "tools differ, which a human must settle" in overlaps_of(files).overlaps[0].reason


def test_a_lower_threshold_proposes_no_less() -> None:
    proposed = [
        {(o.a, o.b) for o in overlaps_of(COLLECTION, threshold=t).overlaps if o.verdict.proposes}
        for t in (0, 0.3, 0.7, 1)
    ]
    assert all(more >= fewer for more, fewer in pairwise(proposed))
    assert len(proposed[0]) == len(COLLECTION) * (len(COLLECTION) - 1) // 2


def test_together_makes_one_family_of_all() -> None:
    (family,) = overlaps_of(COLLECTION, together=True).families
    assert [d.path for d in family.definitions] == sorted(COLLECTION)


@pytest.mark.parametrize(
    ("joined", "told"),
    [
        ("ab bc ac", "it would be one too."),
        ("ab cd", "it would be 2 families: a with b; c with d."),
        ("ab", "it would be 1 family: a with b; 2 would stay apart: c, d."),
        ("", "it would be no family; 4 would stay apart: a, b, c, d."),
    ],
)
def test_together_it_is_said_what_would_be_one_unasked(joined: str, told: str) -> None:
    paths = "abc" if "bc" in joined else "abcd"
    ties = [tie(pair[0], pair[1], 0.9, Verdict.MERGE) for pair in joined.split()]
    reason = family_of_all([bare(p) for p in paths], ties).reason
    assert reason == f"All that was given is one family, as you asked. By what they say {told}"


@pytest.mark.parametrize("count", [0, 1])
@pytest.mark.parametrize("together", [False, True])
def test_fewer_than_two_definitions_have_no_overlap(count: int, together: bool) -> None:  # noqa: FBT001
    few = overlaps_of(dict([*COLLECTION.items()][:count]), together=together)
    assert (few.overlaps, few.families, len(few.positions)) == ((), (), count)


def test_a_definition_without_content_is_no_obstacle() -> None:
    files = {"empty.md": "---\nname: empty\n---\n", "a/baker.md": COLLECTION["a/baker.md"]}
    assert [o.verdict for o in overlaps_of(files).overlaps] == [Verdict.UNRELATED]


def test_every_definition_has_a_place_in_the_unit_square(found: OverlapGraph) -> None:
    assert [path for path, _, _ in found.positions] == sorted(COLLECTION)
    assert all(0 <= v <= 1 for _, *place in found.positions for v in place)


PATHS = [f"{letter}.md" for letter in "abcdefg"]
PAIRS = [(a, b) for a in PATHS for b in PATHS if a < b]


def bare(path: str) -> Definition:
    return Definition(path, path, Dialect("markdown", "Markdown", ()), (), (), (), "")


def tie(a: str, b: str, score: float, verdict: Verdict) -> Overlap:
    return Overlap(a, b, score, score, score, verdict, f"{a} and {b} share a statement.", ())


@given(st.dictionaries(st.sampled_from(PAIRS), st.tuples(st.floats(0.1, 1), st.sampled_from([*Verdict])), min_size=1))
def test_families_do_not_chain(links: dict[tuple[str, str], tuple[float, Verdict]]) -> None:
    ties = [tie(*pair, *link) for pair, link in links.items()]
    proposed = {frozenset((o.a, o.b)) for o in ties if o.verdict.proposes}
    grouped = families([bare(p) for p in PATHS], ties)
    members = [{d.path for d in family.definitions} for family in grouped]
    assert sum(map(len, members)) == len(set().union(*members))
    for family in members:
        assert any(all(frozenset((hub, m)) in proposed for m in family - {hub}) for hub in family)
    assert {p for pair in proposed for p in pair} >= set().union(*members)
    assert bool(members) == bool(proposed)


@given(st.permutations(PAIRS))
def test_families_do_not_hang_on_the_order_of_overlaps(order: list[tuple[str, str]]) -> None:
    ties = [tie(a, b, (ord(a[0]) * ord(b[0]) % 7 + 1) / 8, Verdict.MERGE) for a, b in order if (a, b) not in PAIRS[2:5]]
    ranked = sorted(ties, key=lambda o: (o.a, o.b))
    wanted = [[d.path for d in f.definitions] for f in families([bare(p) for p in PATHS], ranked)]
    assert [[d.path for d in f.definitions] for f in families([bare(p) for p in PATHS], ties)] == wanted


@given(st.lists(st.floats(0.1, 1), min_size=3, max_size=3), st.permutations(range(10)))
def test_of_two_that_tie_the_first_by_path_holds_the_family_together(scores: list[float], order: list[int]) -> None:
    shared = dict(zip("cde", scores, strict=True))
    ties = [tie(a, b, shared.get(b, 1) if a in "ab" else 0.1, Verdict.MERGE) for a, b in combinations("abcde", 2)]
    shuffled = [ties[n] for n in order]
    assert [f.name for f in families([bare(p) for p in "edcba"], shuffled)] == ["a"]
    assert family_of_all([bare(p) for p in "edcba"], shuffled).name == "a"


@pytest.mark.shared
@pytest.mark.model
def test_the_seeds_are_one_family() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not beside the checkout")
    definitions = [d for source in discover([str(SEEDS)]).sources for d in parse(source)]
    (family,) = relate(definitions, embedder=load_embedder()).families
    assert len(family.definitions) == len(definitions) == 5


def test_one_name_for_different_things_is_remarked_on(found: OverlapGraph) -> None:
    definitions = [d for path, content in COLLECTION.items() for d in parse(Source(path, content))]
    apart = [r for r in remarks(definitions, found, budgets(definitions, [])) if r.code == "same-name-apart"]
    assert [[s.path for s in r.spans] for r in apart] == [["a/sailor.md", "b/sailor.md"]]


FARM = ("Sow in rows.", "Keep a diary of the weather.", "Walk the fields each morning.", "Sell at the market.")
WHEAT = (*FARM, "Choose winter wheat for heavy soil.", "Dry the grain to fourteen percent.", "Grain moisture")
RICE = (*FARM, "Flood the paddies in spring.", "Drain the paddies before harvest.", "Paddy levels")


def farms(**more: str) -> dict[str, str]:
    files = {"wheat-farmer": text("wheat-farmer", WHEAT), "rice-farmer": text("rice-farmer", RICE), **more}
    return {f"farms/{name}.md": content for name, content in files.items()}


def test_siblings_are_told_apart_in_words_of_their_own() -> None:
    files = farms()
    found = between(overlaps_of(files), "farms/wheat-farmer.md", "farms/rice-farmer.md")
    assert found.verdict is Verdict.SIBLINGS
    for_rice, for_wheat = found.distinctions
    assert for_rice.startswith("For wheat")
    assert for_rice.endswith("use wheat-farmer.")
    assert for_wheat.startswith("For rice")
    for line, own in ((for_rice, "farms/wheat-farmer.md"), (for_wheat, "farms/rice-farmer.md")):
        terms = re.split(", | or ", line.removeprefix("For ").partition(" use ")[0])
        assert all(term.casefold() in files[own].casefold() for term in terms)
        [other] = set(files) - {own}
        assert not any(term.casefold() in files[other].casefold() for term in terms)


def test_what_could_be_said_of_a_sibling_names_things_and_is_no_clause() -> None:
    told = text("wheat-farmer", (*WHEAT, "Knows gluten tests, ears are cut early, build small silos"))
    found = between(overlaps_of(farms(**{"wheat-farmer": told})), "farms/wheat-farmer.md", "farms/rice-farmer.md")
    assert not re.search(r"are cut|build", " ".join(found.distinctions))


@pytest.mark.parametrize("name", ["rural IT support", "use cases", "build systems", "read replicas"])
def test_what_could_be_said_of_a_sibling_may_begin_like_a_deed(name: str) -> None:
    told = text("wheat-farmer", WHEAT, f"Grows wheat: {name}.")
    found = between(overlaps_of(farms(**{"wheat-farmer": told})), "farms/wheat-farmer.md", "farms/rice-farmer.md")
    assert name in found.distinctions[0]


def test_where_a_third_has_the_name_of_one_its_path_is_said() -> None:
    files = farms() | {"b/rice-farmer.md": text("rice-farmer", SAILOR)}
    found = between(overlaps_of(files), "farms/wheat-farmer.md", "farms/rice-farmer.md")
    assert "statements of farms/rice-farmer.md (body and description) stand in wheat-farmer" in found.reason
    assert found.distinctions[1].endswith(" use farms/rice-farmer.md.")


def test_a_description_that_names_the_other_needs_no_line() -> None:
    told = text("wheat-farmer", WHEAT, "Grows wheat. Not for rice, use rice-farmer.")
    found = between(overlaps_of(farms(**{"wheat-farmer": told})), "farms/wheat-farmer.md", "farms/rice-farmer.md")
    assert found.distinctions[0].startswith("For wheat")
    assert found.distinctions[1] == ""
    assert "wheat-farmer speaks of rice-farmer by name" in found.reason


def test_only_siblings_have_distinctions(found: OverlapGraph) -> None:
    assert all(o.verdict is Verdict.SIBLINGS for o in found.overlaps if o.distinctions)
    assert all(len(o.distinctions) in {0, 2} for o in found.overlaps)


def test_other_means_are_said_and_left_to_a_human() -> None:
    files = farms()
    files["farms/rice-farmer.md"] = files["farms/rice-farmer.md"].replace("\n---\n", "\nmodel: opus\n---\n", 1)
    found = between(overlaps_of(files), "farms/wheat-farmer.md", "farms/rice-farmer.md")
    assert found.reason.endswith("; their model differs, which a human must weigh.")


def test_the_order_of_tools_and_an_inherited_model_are_no_difference() -> None:
    files = {"a/baker.md": text("baker", BAKER), "b/baker.md": text("baker", BAKER)}
    files["a/baker.md"] = files["a/baker.md"].replace("\n---\n", "\ntools: Read, Bash\nmodel: inherit\n---\n", 1)
    files["b/baker.md"] = files["b/baker.md"].replace("\n---\n", "\ntools: Bash, Read\n---\n", 1)
    assert "differ" not in overlaps_of(files).overlaps[0].reason


def test_a_family_is_called_what_its_copies_names_end_with() -> None:
    files = {f"{plugin}/agents/baker.md": text(f"{plugin}-baker", BAKER) for plugin in ("north", "south")}
    assert [f.name for f in overlaps_of(files).families] == ["baker"]


def test_a_family_lies_in_one_group_and_groups_share_nothing(found: OverlapGraph) -> None:
    inside = [path for group in found.landmarks.groups for path in group]
    assert len(inside) == len(set(inside))
    related = {path for o in found.overlaps if o.verdict is not Verdict.UNRELATED for path in (o.a, o.b)}
    assert set(inside) == related
    for family in found.families:
        paths = {d.path for d in family.definitions}
        assert any(paths <= set(group) for group in found.landmarks.groups)


def sibling(a: str, b: str) -> Overlap:
    return Overlap(a, b, 0.5, 0.3, 0.3, Verdict.SIBLINGS, "", ())


def test_hubs_and_bridges_are_named() -> None:
    triangles = [sibling(*pair) for pair in ("ab", "ac", "bc", "xy", "xz", "yz")]
    marks = landmarks([*triangles, sibling("c", "x")], ())
    assert marks.groups == (("a", "b", "c"), ("x", "y", "z"))
    assert marks.bridges == (("c", "x"),)
    assert marks.hubs == (("c", 3), ("x", 3))
    assert landmarks([sibling("c", "x"), *triangles[::-1]], ()) == marks
    assert landmarks([], ()) == Landmarks()


def test_a_family_knows_its_weakest_link(found: OverlapGraph) -> None:
    for family in found.families:
        assert family.weakest in family.overlaps
        assert family.weakest.reason in family.reason


@given(st.lists(st.text("ab ", max_size=6), max_size=12), st.integers(1, 20))
def test_of_more_near_pairs_than_may_be_judged_the_nearest_stay(texts: list[str], most: int) -> None:
    vectors = embed(texts, HashEmbedder())
    every = block(texts, vectors, floor=0.2)
    kept = block(texts, vectors, floor=0.2, most=most)
    if len(every) <= most:
        assert kept == every
    else:
        assert kept == block(texts, vectors, floor=0.2, nearest=max(1, most // len(set(texts))))
        assert set(kept) <= set(every)
