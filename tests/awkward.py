"""Markdown made of pieces that have tripped readers, for the laws that must hold on any file."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    [
        "alpha",
        "Beta",
        "gamma1",
        "e.g. delta",
        "Node.js",
        "v1.2.3",
        "`code: x`",
        "**bold**",
        "naïve",
        "日本語",
        "x_y",
        "3001",
        "https://ex.org/a?b=c.",
        "U.S. law.",
        "Done.",
        "What?",
        "a|b",
        "a\\|b",
        "<br>",
        "&amp;",
        "[link](http://x.y)",
        "\u2028",
        "\x0c",
        "🙂",
    ]
)
_TEXT = st.lists(_WORDS, min_size=1, max_size=7).map(" ".join)
_START = st.sampled_from(
    [
        "",
        "",
        "",
        "# ",
        "## ",
        "###### ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "12) ",
        "- [ ] ",
        "- [x] ",
        "> ",
        "> - ",
        ">> ",
        "    ",
        "\t",
        "  ",
        "| ",
        "**",
        "Label: ",
        "**Label**: ",
        "<Role>",
        "</Role>",
        "<example>",
        "<!-- ",
        "```",
        "~~~",
        "- - ",
        "1. 2. ",
        "- > ",
        "• ",
        "✅ ",
        "│   ├── ",
        "[ref]: ",
        "- ```",
        "> # ",
        "- # ",
        "\\# ",
        "<div>",
        "</div>",
        "<a b='c'>",
    ]
)
_END = st.sampled_from(
    ["", "", "", "", ":", ".", "**", "**:", ":**", " |", "  ", "\\", " -->", "</example>", "</Role>", " #", "```"]
)
_ODD = st.sampled_from(
    [
        "",
        "",
        "",
        "---",
        "----",
        "--- draft",
        "***",
        "===",
        "- ",
        "1.",
        "```",
        "```python",
        "~~~~",
        "````",
        "</example>",
        "<Role>",
        "</Role>",
        "<example>",
        "| a | b |",
        "|---|---|",
        "| c |",
        "| d | e | f |",
        "--- | ---",
        "> ",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<details>",
        "***Note***",
        "**Title**",
        "**Title:**",
        "Label:",
        "...",
        "┌──────┐",
        "│ box  │",
        "└──────┘",
        "-",
        "*",
        "+ +",
        "#",
        "##",
        "<self/>",
        "<x:y>",
        "</x:y>",
    ]
)
_INDENT = st.sampled_from(["", "", "", "", " ", "  ", "   ", "    ", "      ", "\t"])
_LINE = st.one_of(
    st.builds(lambda i, s, t, e: i + s + t + e, _INDENT, _START, _TEXT, _END), st.builds(str.__add__, _INDENT, _ODD)
)
_ENTRY = st.one_of(
    st.builds(
        lambda k, v: f"{k}: {v}",
        st.sampled_from(["name", "description", "tools", "globs", "Odd Key", "model", "x"]),
        _TEXT,
    ),
    st.sampled_from(
        [
            "name: [a, b",
            "tools: [Read, Write]",
            "tools: Read, Bash(git add:*, ls)",
            "description: use it: now",
            "globs: **/*",
            "description: |",
            "  indented: text",
            "- item",
            "# comment",
            "description: 'a'b'",
            "tools:",
            "  - Read",
            "  Read: true",
            "x: &a 1",
            "y: *a",
            "z: !!int abc",
            "{",
            "\tz: 1",
            'description: "Say \\"x\\".\\nMore: y"',
            'description: Use it.\\n\\n<example>\\nuser: \\"go: now\\"\\n</example>',
            "model: 1.10",
            "",
        ]
    ),
)
BODIES = st.lists(_LINE, max_size=14).map("\n".join)
FRONT_MATTER = st.builds(
    lambda lines, close: "\n".join(["---", *lines, *close]) + "\n",
    st.lists(_ENTRY, max_size=6),
    st.sampled_from([["---"], ["---"], ["---"], ["..."], [], ["--- "]]),
)
FILES = st.one_of(BODIES, st.builds(str.__add__, FRONT_MATTER, BODIES))
"""Whole files, with front matter or without."""
