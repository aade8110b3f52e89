"""What is an order or a rule: it begins with a word that tells one to do something."""

from __future__ import annotations

import re

# First words of an order or a rule; what begins otherwise and is no sentence names a thing one is expert in.
_ORDER_WORDS = """
    accept add address adopt aim align allow always analyse analyze answer apply ask assess assign assume attach
    avoid balance be before begin block break build call capture change check choose cite clarify clean close
    collect commit communicate compare complete conduct configure confirm consider consult convert coordinate copy
    cover create cut deal debug decide define delegate delete deliver deploy describe design detect determine
    develop do document don't draft edit eliminate enable encourage enforce ensure escalate establish estimate
    evaluate examine execute expect explain explore export expose extend extract fail favor fetch fill filter find
    fix flag focus follow format gather generate get give group guarantee guide handle help hide highlight
    hypothesize identify if ignore implement import improve include incorporate increase inform inspect install
    integrate interview introduce investigate invoke isolate iterate join justify keep know label launch lead learn
    leave let leverage limit link list listen load locate log look maintain make manage map mark match measure
    mention merge migrate minimise minimize mock monitor move must name never no normalize not note offer omit only
    open optimise optimize organise organize outline output override parse pass perform pick plan point practice
    prefer prepare present preserve prevent prioritise prioritize produce profile promote propose protect prove
    provide publish pull push put query quote raise rank read recommend record reduce refactor reference refuse
    reject release rely remember remove rename repeat replace reply report request require research resolve respect
    respond restart restrict return reuse revert review rewrite rotate run save scan schedule search secure select
    send separate serve set share should show simplify skip sort specify split stage start state stay stick stop
    store structure study submit suggest summarise summarize support surface switch sync tag take teach tell test
    think trace track translate treat trigger try turn understand update upgrade use validate verify wait walk warn
    watch weigh when whenever work wrap write you your
"""
_ORDERS = frozenset(_ORDER_WORDS.split())
# "Log correlation" names a thing, "Log errors" does not.
_NOUNS = re.compile(
    r"(log|test|query|build|load|trace)( [\w/-]+)? \w+(tion|sion|ment|ysis|(?<!th)ing)"
    r"( (and|or|&) \w+(tion|sion|ment|ysis|(?<!th)ing))?",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"[^\W\d_]+('t)?")
_LABEL = re.compile(r"[^:]{1,40}:\s+")
_DASHED = re.compile(r"[^:.]{1,40}?\s[-\u2013\u2014]\s+")


def is_order(text: str) -> bool:
    """Whether *text* begins as an order does: "Log errors", and not "Log correlation"."""
    first = _FIRST_WORD.search(text)
    return first is not None and first[0].lower() in _ORDERS and not _NOUNS.fullmatch(text)


def unlabelled(text: str) -> str:
    """Return *text* without the label before it; words before a dash are one only where an order stands behind it."""
    rest = _DASHED.sub("", text, count=1)
    return rest if rest != text and is_order(rest) else _LABEL.sub("", text, count=1)
