"""Templates are readable in the repository and light on the line, and both say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

import ubada
from ubada.web.template_loading import without_indentation

PACKAGE = Path(ubada.__file__).parent
TEMPLATES = sorted(path for path in PACKAGE.rglob("*.html") if "templates" in path.parts)
LONGEST_LINE = 140


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<ul>\n  <li>a</li>\n\n  <li>b</li>\n</ul>\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("{% if a %}\n  <b>x</b>\n{% endif %}\ny\n", "{% if a %}<b>x</b>\n{% endif %}y"),
        (
            "{% for a in b %}\n  {{ a }}{% if c %},{% endif %}\n{% endfor %}",
            "{% for a in b %}{{ a }}{% if c %},{% endif %}\n{% endfor %}",
        ),
        ("{% url 'x' as y %}\n{{ y }}\n", "{% url 'x' as y %}{{ y }}"),
        ("{% translate 'a' %}\n{% translate 'b as' %}\n", "{% translate 'a' %}\n{% translate 'b as' %}"),
        ("{% if a %}b{% endif %}\n{{ c }}", "{% if a %}b{% endif %}\n{{ c }}"),
        ("<a>x</a>{##}\n  {% if y %}\n    , {{ y }}{##}\n  {% endif %}\n.", "<a>x</a>{% if y %}, {{ y }}{% endif %}."),
        ('<a\n  href="x"\n  class="y">z</a>', '<a\nhref="x"\nclass="y">z</a>'),
        ("a  \t\n b", "a\nb"),
    ],
)
def test_only_what_html_takes_for_one_space_is_left_out(written: str, sent: str) -> None:
    assert without_indentation(written) == sent


def test_the_templates_of_the_site_are_read_so() -> None:
    page = get_template("404.html").render()
    assert "<h1>" in page
    assert "\n " not in page
    assert "{##}" not in page


def test_those_of_others_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "theirs.html").write_text("<pre>\n  a\n</pre>\n", encoding="utf-8")
    engine = engines["django"].engine
    loader = engine.find_template_loader(["ubada.web.template_loading.SharedTemplates", [tmp_path]])
    assert loader.get_template("theirs.html").source == "<pre>\n  a\n</pre>\n"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_can_be_read(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert max(map(len, source.splitlines()), default=0) <= LONGEST_LINE
    assert "\t" not in source
    inside = [piece.partition("</pre>")[0] for piece in source.split("<pre")[1:]]
    assert not any("\n" in piece for piece in inside), "the loader would take the indentation out of it"
