from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from training.inference import FILES, Inference, load_inferences
from training.pairs import LABELS, LEARNT, UNSEEN, load_pairs, read_labels, second_readings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def commits() -> set[str]:
    with LABELS.with_name("commits.tsv").open(encoding="utf-8", newline="") as file:
        return {
            row["repo"] for row in csv.DictReader(file, delimiter="\t") if re.fullmatch("[0-9a-f]{40}", row["commit"])
        }


def test_labels_are_references_and_hold_no_text() -> None:
    assert LABELS.read_text(encoding="utf-8").split("\n")[0].split("\t") == [
        "id", "label", "repo_a", "path_a", "line_a", "digest_a", "repo_b", "path_b", "line_b", "digest_b",
    ]  # fmt: skip
    labels = list(read_labels())
    assert len({label.id for label in labels}) == len(labels)
    assert {label.kind for label in labels} == set("SABODC")
    for label in labels:
        for side in (label.a, label.b):
            assert re.fullmatch("[0-9a-f]{12}", side.digest)
            assert side.line > 0
    assert {side.repo for label in labels for side in (label.a, label.b)} == commits()


def test_second_readings_are_of_pairs_that_have_a_first() -> None:
    first = {label.id: label.kind for label in read_labels()}
    every, drawn = second_readings(), second_readings("at random")
    assert drawn.keys() < every.keys() <= first.keys()
    assert set(every.values()) <= set("SABODC")
    agreed = sum((first[id_] in "SAB") == (kind in "SAB") for id_, kind in drawn.items())
    assert agreed / len(drawn) > 0.9


def test_without_a_corpus_every_label_is_said_to_be_lost(tmp_path: Path) -> None:
    pairs, lost = load_pairs(tmp_path)
    assert pairs == ()
    assert [label.id for label in lost] == [label.id for label in read_labels() if label.id[0] in LEARNT]


def test_every_round_is_learnt_or_kept_to_measure_on() -> None:
    assert {label.id[0] for label in read_labels()} == set(LEARNT) | set(UNSEEN)
    assert not set(LEARNT) & set(UNSEEN)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the evaluation data beside the checkout")
def test_every_label_finds_its_texts_again() -> None:
    pairs, lost = load_pairs(SHARED / "corpus", SHARED / "eval" / "pairs" / "pairs.tsv", rounds=LEARNT + UNSEEN)
    assert lost == ()
    assert len(pairs) == len(list(read_labels()))


def test_public_pairs_are_read_from_every_file_once_each_and_only_with_a_label(tmp_path: Path) -> None:
    tables = [file for repository, files in FILES.items() for file in (tmp_path / repository / f for f in files)]
    for k, file in enumerate(tables):
        file.parent.mkdir(parents=True, exist_ok=True)
        columns = [("premise", "hypothesis"), ("sentence1", "sentence2"), ("ori_sentence", "new_sentence")][min(k, 2)]
        rows = [(f"Tea {k}", "A drink", "entailment"), (f"Tea {k}", "A drink", "entailment"), ("Tea", "Coffee", "-")]
        lines = "\n".join("\t".join(row) for row in [(*columns, "gold_label"), *rows])
        file.write_text(lines, encoding="utf-8")
    snli = tmp_path / "OanaMariaCamburu+e-SNLI" / "dataset" / "eSNLI"
    snli.mkdir(parents=True)
    for part in ("dev", "test"):
        for name, line in (("s1", f"He is n't here , in {part} ."), ("s2", "He 's away ."), ("labels", "neutral")):
            (snli / f"{name}.{part}").write_text(f"{line}\n", encoding="utf-8")
    assert load_inferences(tmp_path) == (
        *(Inference(f"Tea {k}", "A drink", "entailment") for k in range(len(tables))),
        *(Inference(f"He isn't here, in {part}.", "He's away.", "neutral") for part in ("dev", "test")),
    )
