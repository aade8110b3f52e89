"""What the audit must find, and what it must leave alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from casefile import Case, read_cases

from analyzer import audit
from analyzer.embed import HashEmbedder
from analyzer.model import Severity
from analyzer.report import audit_json

if TYPE_CHECKING:
    from analyzer.model import Audit

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "agents").rglob("*.md"))
HEAD = "---\nname: {0}\ndescription: Looks after {0}.\n---\n\n# {0}\n\n## Rules\n\n"
RULES = [
    "- Rotate the signing key with `keyctl rotate --grace 36h` after each release.",
    "- Alert on more than 250 rejected uploads in ten minutes.",
    "- Never hand a customer's export to a third party.",
    "- A quarrelsome reviewer gets a second opinion from the steward.",
    "- Read `ops/runbooks/quarantine.md` before you touch the quarantine bucket.",
]
FENCE = (
    "```bash\nterraform plan -out=drift.plan\nterraform apply drift.plan\naws s3 sync build/ s3://docs --delete\n```\n"
)


def judge(folder: Path, before: dict[str, str], after: dict[str, str]) -> Audit:
    for side, files in (("before", before), ("after", after)):
        for name, text in files.items():
            (folder / side).mkdir(parents=True, exist_ok=True)
            (folder / side / name).write_text(HEAD.format(name.removesuffix(".md")) + text, encoding="utf-8")
    return audit(str(folder / "before"), str(folder / "after"), embedder=HashEmbedder(), cache=False)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_file_loses_nothing_to_itself(sample: Path) -> None:
    found = audit(str(sample), str(sample), embedder=HashEmbedder(), cache=False)
    assert (found.lost, found.reversed, found.invented, found.moved) == ((), (), (), ())
    assert not found.found(Severity.LOW)


@pytest.mark.parametrize("gone", range(len(RULES)))
def test_a_rule_that_is_left_out_is_reported_with_its_place(gone: int, tmp_path: Path) -> None:
    kept = [rule for i, rule in enumerate(RULES) if i != gone]
    found = judge(tmp_path, {"keeper.md": "\n".join(RULES)}, {"keeper.md": "\n".join(kept)})
    assert [gap.text for gap in found.lost] == [RULES[gone].removeprefix("- ")]
    assert (found.lost[0].span.path, found.lost[0].span.start) == ("keeper.md", 10 + gone)
    assert found.lost[0].severity is (Severity.MEDIUM if "quarrelsome" in RULES[gone] else Severity.HIGH)
    assert found.invented == ()


def test_what_one_side_loses_the_other_invents(tmp_path: Path) -> None:
    before, after = {"a.md": "\n".join(RULES[:3])}, {"b.md": "\n".join(RULES[2:]) + "\n\n" + FENCE}
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    there, back = judge(tmp_path / "x", before, after), judge(tmp_path / "y", after, before)
    assert [gap.text for gap in there.lost] == [gap.text for gap in back.invented]
    assert [gap.text for gap in there.invented] == [gap.text for gap in back.lost]


def test_a_merge_that_only_joins_files_loses_nothing(tmp_path: Path) -> None:
    sources = {"a.md": "\n".join(RULES[:3]), "b.md": "\n".join(RULES[2:]) + "\n\n" + FENCE}
    merged = "\n".join(RULES) + "\n\n" + FENCE + "\nLooks after a. Looks after b.\n"
    found = judge(tmp_path, sources, {"a.md": merged})
    assert (found.lost, found.reversed) == ((), ())


def test_the_lines_of_a_code_block_that_went_are_named_alone(tmp_path: Path) -> None:
    short = FENCE.replace("aws s3 sync build/ s3://docs --delete\n", "")
    found = judge(tmp_path, {"ship.md": FENCE}, {"ship.md": short})
    assert [gap.text for gap in found.lost] == ["aws s3 sync build/ s3://docs --delete"]
    assert found.lost[0].reason.startswith("1 of 3 lines; nowhere in the result: ")
    assert "--delete" in found.lost[0].facts


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("- Keep the logs of the night for 90 days.", "90 days"),
        ("- Stop the rollout above 25 % of the errors.", "25 %"),
        ("- Wait 10-15 minutes for the cache.", "10-15 minutes"),
        ("- Run the backup at 9:00 and 16:00.", "16:00, 9:00"),
    ],
)
def test_what_went_is_shown_as_it_was_written(rule: str, shown: str, tmp_path: Path) -> None:
    [gone] = judge(tmp_path, {"a.md": f"{RULES[0]}\n{rule}"}, {"a.md": RULES[0]}).lost
    said = gone.reason.partition("nowhere in the result: ")[2]
    assert [fact for fact in said.split(", ") if re.search(r"\d", fact)] == shown.split(", ")


def test_a_block_that_went_is_one_entry(tmp_path: Path) -> None:
    found = judge(tmp_path, {"ship.md": f"{RULES[0]}\n\n{FENCE}"}, {"ship.md": RULES[0]})
    assert [gap.text.split("\n") for gap in found.lost] == [FENCE.split("\n")[1:-2]]


def test_a_loss_that_two_sources_share_is_one_entry_with_both_places(tmp_path: Path) -> None:
    sources = {"a.md": "\n".join(RULES[:2]), "b.md": RULES[1]}
    found = judge(tmp_path, sources, {"a.md": f"{RULES[0]}\n\nLooks after b.\n"})
    assert [(gap.span.path, [span.path for span in gap.also]) for gap in found.lost] == [("a.md", ["b.md"])]


def test_commands_come_before_words_and_words_before_the_rest(tmp_path: Path) -> None:
    found = judge(tmp_path, {"a.md": f"{RULES[3]}\n\n{FENCE}\n{RULES[2]}\n"}, {"a.md": "- Be brief."})
    ranks = [gap.severity.rank for gap in found.lost]
    assert ranks == sorted(ranks)
    assert found.lost[-1].text == RULES[3].removeprefix("- ")
    assert found.found(Severity.HIGH)


def test_the_order_of_the_paths_changes_nothing(tmp_path: Path) -> None:
    judge(tmp_path, {"a.md": "\n".join(RULES[:3]), "b.md": FENCE}, {"c.md": RULES[0]})
    files = [str(tmp_path / "before" / name) for name in ("a.md", "b.md")]
    result = str(tmp_path / "after")
    texts = {
        audit_json.render(audit(order, result, embedder=HashEmbedder(), cache=False)) for order in (files, files[::-1])
    }
    assert len(texts) == 1


@pytest.mark.parametrize("case", read_cases("turned.md"), ids=lambda case: case.title)
def test_what_is_turned_round_is_found(case: Case, tmp_path: Path) -> None:
    found = judge(tmp_path, {"a.md": f"- {case.given}"}, {"a.md": f"- {case.expected}"})
    assert [(s.before.text, s.after.text) for s in found.reversed] == [(case.given.strip(), case.expected)]
    assert (found.lost, found.invented) == ((), ())
    assert not found.reversed[0].disagreed
    assert found.found(Severity.HIGH)


@pytest.mark.parametrize("case", read_cases("not_turned.md"), ids=lambda case: case.title)
def test_what_is_not_turned_round_is_left_alone(case: Case, tmp_path: Path) -> None:
    assert judge(tmp_path, {"a.md": f"- {case.given}"}, {"a.md": f"- {case.expected}"}).reversed == ()


@pytest.mark.parametrize("case", read_cases("partly.md"), ids=lambda case: case.title)
def test_what_is_gone_of_a_statement_whose_words_still_stand_is_told(case: Case, tmp_path: Path) -> None:
    before, after = (
        "".join(f"- {text}\n" for text in side.strip().split("\n")) for side in case.given.split("becomes")
    )
    found = judge(tmp_path, {"a.md": before}, {"a.md": after})
    told = [f"{' '.join([gap.severity, ', '.join(gap.facts)]).strip()}: {gap.text}" for gap in found.lost]
    assert (told or ["nothing"]) == [case.expected]
    assert found.reversed == ()


@pytest.mark.parametrize("case", read_cases("quantities.md"), ids=lambda case: case.title)
def test_a_quantity_is_the_same_in_any_form(case: Case, tmp_path: Path) -> None:
    before, after = case.given.strip().split("\nbecomes\n")
    for way, (one, other) in {"there": (before, after), "back": (after, before)}.items():
        found = judge(tmp_path / way, {"a.md": f"{RULES[0]}\n- {one}"}, {"a.md": f"{RULES[0]}\n- {other}"})
        assert bool(found.lost or found.reversed) is (case.expected == "told")
        assert bool(found.invented or found.reversed) is (case.expected == "told")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("You may ring the brass bell of the north pier at night in fog.", True),
        ("Do not ring the brass bell of the north pier, at night.", False),
        ("Ring the horn of the south pier at dawn.", False),
    ],
)
def test_a_new_rule_against_one_that_stands_is_told_with_it(new: str, told: bool, tmp_path: Path) -> None:  # noqa: FBT001
    old = "Never ring the brass bell of the north pier at night."
    found = judge(tmp_path, {"a.md": f"- {old}"}, {"a.md": f"- {old}\n- {new}"})
    assert [(s.before.text, s.after.text) for s in found.reversed] == ([(old, new)] if told else [])
    assert found.lost == ()


def test_sources_that_always_contradicted_each_other_turn_nothing_round(tmp_path: Path) -> None:
    sides = {"a.md": "- Never ring the brass bell at night.", "b.md": "- You may ring the brass bell at night."}
    found = judge(tmp_path, sides, {"a.md": "\n".join(sides.values())})
    assert found.reversed == ()


@pytest.mark.parametrize(
    ("rule", "now", "told"),
    [
        ("Always ring the brass bell before noon.", "Ring the brass bell before noon.", True),
        ("The captain must ring the brass bell.", "The captain rings the brass bell.", True),
        ("Never ring the brass bell at night.", "Avoid ringing the brass bell at night.", True),
        ("Ring the brass bell for each tanker.", "Ring the brass bell for a tanker.", True),
        ("Ring the brass bell for each tanker.", "Ring the brass bell for every tanker.", False),
        ("Never ring the brass bell at night.", "Do not ring the brass bell at night.", False),
        ("You must ring the brass bell.", "You have to ring the brass bell.", False),
    ],
)
def test_a_rule_that_binds_no_more_is_told_as_low(rule: str, now: str, told: bool, tmp_path: Path) -> None:  # noqa: FBT001
    found = judge(tmp_path, {"a.md": f"- {rule}"}, {"a.md": f"- {now}"})
    assert [(gap.severity, gap.text) for gap in found.lost] == ([(Severity.LOW, rule)] if told else [])
    assert found.reversed == ()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("All rules above are optional.", True),
        ("In a hurry, these steps may be skipped.", True),
        ("The steps above follow the tide.", False),
    ],
)
def test_what_takes_other_rules_back_is_told_first(rule: str, told: bool, tmp_path: Path) -> None:  # noqa: FBT001
    [new] = judge(tmp_path, {"a.md": RULES[0]}, {"a.md": f"{RULES[0]}\n\n{rule}"}).invented
    assert (new.severity is Severity.HIGH, "it takes other rules back" in new.reason) == (told, told)


def test_to_forbid_the_opposite_is_neither_lost_nor_new(tmp_path: Path) -> None:
    for number, (one, other) in enumerate([("Do not skip the soundings.", "Always run the soundings.")] * 2):
        sides = ({"a.md": f"- {one}"}, {"a.md": f"- {other}"})
        found = judge(tmp_path / str(number), *sides[:: -1 if number else 1])
        assert (found.lost, found.reversed, found.invented) == ((), (), ())


def test_a_reason_reads_well_of_either_side(tmp_path: Path) -> None:
    """Words of which none is gone, here and there in many lines."""
    things = ["gulls", "salt", "lanterns", "anchors", "ropes", "cranes", "quinces", "barrels"]
    short = "\n".join(f"- Count {thing} at dawn." for thing in things)
    long = f"{short}\n- Trade {' '.join(things)}.\n- Trade at dawn."
    short += "\n- Trade at dawn."
    lost = judge(tmp_path, {"a.md": long}, {"a.md": short}).lost
    invented = judge(tmp_path, {"a.md": short}, {"a.md": long}).invented
    reasons = [gap.reason.partition(", but")[0] for gap in (*lost, *invented)]
    assert reasons == ["all its words stand in the result", "all its words stand in the sources"]


@pytest.mark.parametrize("case", read_cases("disagreed.md"), ids=lambda case: case.title)
def test_of_two_sources_that_disagreed_the_side_that_went_is_told(case: Case, tmp_path: Path) -> None:
    said, stands = case.given.strip().split("\n"), case.expected.split("\n")
    sources = {f"{name}.md": f"- {text}" for name, text in zip("abc", said, strict=False)}
    found = judge(tmp_path, sources, {"a.md": "\n".join(f"- {text}" for text in stands)})
    gone = [] if "left alone" in case.title else [text for text in said if text not in stands]
    assert [s.before.text for s in found.reversed] == gone
    assert all(s.disagreed for s in found.reversed)
    assert found.found(Severity.HIGH) == bool(gone)


def test_a_statement_in_another_section_has_moved(tmp_path: Path) -> None:
    before = f"{RULES[0]}\n\n## Escalation\n\n{RULES[2]}\n"
    after = f"{RULES[0]}\n{RULES[2]}\n"
    found = judge(tmp_path, {"a.md": before}, {"a.md": after})
    assert [(s.before.heading, s.after.heading) for s in found.moved] == [("Escalation", "Rules")]
    assert found.lost == ()


ITEMS = ("Greased hinges", "Amber lamps", "Tide tables", "Spare chains", "Brass keys", "A ledger")
SPLIT = (
    "- **Sluice**: Greased hinges, amber lamps, tide tables, spare chains, brass keys and a ledger.",
    "- **Sluice**:\n" + "".join(f"  - {item}\n" for item in ITEMS),
)


@pytest.mark.parametrize(("before", "after"), [SPLIT, SPLIT[::-1]], ids=["split", "joined"])
def test_what_is_split_into_items_or_joined_of_them_is_said(before: str, after: str, tmp_path: Path) -> None:
    found = judge(tmp_path, {"a.md": f"{RULES[0]}\n{before}"}, {"a.md": f"{RULES[0]}\n{after}"})
    assert (found.lost, found.reversed, found.invented) == ((), (), ())


@pytest.mark.parametrize("gone", ["Amber lamps", "Brass keys"])
def test_an_item_that_went_when_a_line_was_split_is_lost(gone: str, tmp_path: Path) -> None:
    before, after = (f"{RULES[0]}\n{side}" for side in SPLIT)
    found = judge(tmp_path, {"a.md": before}, {"a.md": after.replace(f"  - {gone}\n", "")})
    assert found.lost


def test_words_that_stand_apart_say_nothing_together(tmp_path: Path) -> None:
    apart = "\n".join(f"- {item}\n{rule}" for item, rule in zip(ITEMS, RULES, strict=False))
    found = judge(tmp_path, {"a.md": SPLIT[0]}, {"a.md": apart})
    assert found.lost


def test_a_section_with_another_title_is_told_once(tmp_path: Path) -> None:
    before = f"{RULES[0]}\n\n## Escalation\n\n{RULES[1]}\n{RULES[2]}\n{RULES[3]}\n"
    after = f"{RULES[0]}\n{RULES[3]}\n\n## Whom to call\n\n{RULES[1]}\n{RULES[2]}\n"
    found = judge(tmp_path, {"a.md": before}, {"a.md": after})
    assert [(f"- {s.before.text}", s.reason) for s in found.moved] == [
        (RULES[1], "section renamed, from Escalation to Whom to call (2 statements)"),
        (RULES[3], "from Escalation to Rules"),
    ]


def test_what_stands_where_it_stood_has_not_moved(tmp_path: Path) -> None:
    untouched = f"{RULES[0]}\n\n## Quarantine\n\n{RULES[2]}\n"
    merged = f"{RULES[1]}\n\n## Escalation\n\n{RULES[2]}\n"
    found = judge(tmp_path, {"a.md": untouched, "b.md": merged}, {"a.md": untouched, "b.md": merged})
    assert found.moved == ()


def test_what_another_file_said_before_under_another_title_has_not_moved_there(tmp_path: Path) -> None:
    removed = f"{RULES[0]}\n\n## Quarantine\n\n{RULES[2]}\n"
    stays = f"{RULES[1]}\n\n## Escalation\n\n{RULES[2]}\n"
    found = judge(tmp_path, {"a.md": removed, "b.md": stays}, {"b.md": stays, "c.md": RULES[0]})
    assert found.moved == ()


def test_what_a_definition_no_longer_says_is_told_though_another_always_said_it(tmp_path: Path) -> None:
    both = "\n".join(RULES)
    found = judge(tmp_path, {"a.md": both, "b.md": both}, {"a.md": "\n".join(RULES[1:]), "b.md": both})
    [gap] = found.lost
    assert (gap.text, gap.severity) == (RULES[0].removeprefix("- "), Severity.LOW)
    assert gap.reason == "no more in a.md; it still stands at b.md:10"
    assert (found.moved, found.invented) == ((), ())


def test_a_clause_that_a_definition_no_longer_says_is_told_though_another_says_it(tmp_path: Path) -> None:
    rule = "Rotate the signing keys of the steward's quarantine bucket with `keyctl rotate --grace 36h`, all at noon."
    short = f"{rule.partition(',')[0]}."
    found = judge(tmp_path, {"a.md": f"- {rule}", "b.md": f"- {rule}"}, {"a.md": f"- {short}", "b.md": f"- {rule}"})
    assert [(gap.severity, gap.reason) for gap in found.lost] == [
        (Severity.LOW, "no more in a.md; it still stands at b.md:10")
    ]


def test_what_comes_to_another_definition_has_moved(tmp_path: Path) -> None:
    before = {"a.md": "\n".join(RULES[:4]), "b.md": RULES[4]}
    found = judge(tmp_path, before, {"a.md": "\n".join(RULES[1:4]), "b.md": "\n".join((RULES[4], RULES[0]))})
    [shift] = found.moved
    assert (shift.before.text, shift.reason) == (RULES[0].removeprefix("- "), "from a.md to b.md")
    assert (found.lost, found.invented) == ((), ())


def test_what_a_merge_says_once_for_two_is_no_loss(tmp_path: Path) -> None:
    found = judge(tmp_path, {"a.md": "\n".join(RULES), "b.md": "\n".join(RULES)}, {"a.md": "\n".join(RULES)})
    assert (found.lost, found.moved) == ((), ())


def test_a_new_name_for_what_was_absorbed_is_neither_lost_nor_invented(tmp_path: Path) -> None:
    rules = "\n".join(RULES)
    before = {"a.md": rules, "b.md": rules, "caller.md": "- Ask the `b` agent first, then read b.md."}
    after = {"a.md": rules, "caller.md": "- Ask the `a` agent first, then read a.md."}
    found = judge(tmp_path, before, after)
    assert (found.lost, found.reversed, found.invented) == ((), (), ())
    other = judge(tmp_path / "other", before, after | {"caller.md": "- Ask the `c` agent first, then read c.md."})
    assert other.lost
    assert other.invented


def test_what_a_definition_turned_round_is_told_though_another_still_says_it(tmp_path: Path) -> None:
    rule, now = "- Split a crate of more than 400 lemons.", "- Split a crate of more than 600 lemons."
    before = {"a.md": f"{RULES[0]}\n{rule}", "b.md": f"{RULES[0]}\n{rule}", "c.md": f"{RULES[0]}\n{now}"}
    found = judge(tmp_path, before, {"a.md": f"{RULES[0]}\n{now}", "b.md": f"{RULES[0]}\n{rule}"})
    [shift] = found.reversed
    assert (shift.before.path, shift.reason, shift.disagreed) == ("a.md", "400 against 600", True)
    assert (found.lost, found.invented) == ((), ())
