"""Where a key stands in a TOML text."""

import pytest

from worker.config.lines import chunks, line_of, statements

TEXT = """language = "sv"
[meta]  # the ads
"app_id" = "1"
report.day = "monday"
[[departments]]
id = "a"
[[departments]]
id = "b"
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("language",), 1),
        (("meta",), 2),
        (("meta", "app_id"), 3),
        (("meta", "report", "day"), 4),
        (("departments", 0, "id"), 6),
        (("departments", 1, "id"), 8),
        (("departments", 1, "mail"), 7),
        (("meta", "missing"), 2),
        (("nowhere",), None),
    ],
)
def test_a_key_is_found_on_its_line_else_on_its_table(key, line):
    assert line_of(TEXT, key) == line


def test_the_chunks_together_are_the_text():
    assert "".join(chunk for _, _, chunk in chunks(TEXT)) == TEXT
    assert [(name, first) for name, first, _ in chunks(TEXT)] == [
        ("", 1),
        ("meta", 2),
        ("departments", 5),
        ("departments", 7),
    ]


def test_the_statements_together_are_the_text():
    text = "# ours\nlanguage = 'sv'\nmeta.pages = [\n  '1',\n]\n"
    assert "".join(one for _, _, one in statements(text)) == text
    assert [(name, first) for name, first, _ in statements(text)] == [
        ("", 1),
        ("language", 2),
        ("meta", 3),
    ]
