"""A fingerprint changes when the words change, and only then."""

from __future__ import annotations

from analyzer.fingerprint import fingerprint


def test_broken_lines_change_nothing() -> None:
    assert fingerprint("one  two\nthree") == fingerprint(" one two three\r\n")


def test_text_that_is_no_unicode_has_one_too() -> None:
    assert len({fingerprint(text) for text in ("one", "one \udcff", "one \ud800", "one \udfff")}) == 4


def test_words_their_order_and_their_bounds_count() -> None:
    assert len({fingerprint(*texts) for texts in (["ab", "c"], ["a", "bc"], ["c", "ab"], ["abc"], ["ab"])}) == 5
