"""Base template, error pages, components and tags, in the languages of the register."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText

WORD_OF_JUNE = {
    "en": "June 2024",
    "ru": "июнь 2024\N{NO-BREAK SPACE}г.",
    "kk": "2024\N{NO-BREAK SPACE}ж. маусым",
    "ky": "2024-ж., июнь",
    "tg": "Июн 2024",
    "tk": "iýun 2024",
    "uz": "iyun, 2024",
}


def written(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template("{% load ubada %}" + source).render(Context(context))


@pytest.mark.parametrize(("language", "words"), WORD_OF_JUNE.items())
def test_month_is_written_in_the_readers_language(language, words):
    text = written("{% date day %}", language, day=PartialDate.parse("2024-06"))
    assert text.startswith('<time datetime="2024-06">')
    assert text.replace("\u202f", "\N{NO-BREAK SPACE}") == f'<time datetime="2024-06">{words}</time>'


@pytest.mark.parametrize(
    ("edtf", "markup"),
    [
        ("2022", '<time datetime="2022">2022</time>'),
        ("2024-01-31", '<time datetime="2024-01-31">31 January 2024</time>'),
        ("2010~", '<time datetime="2010">about 2010</time>'),
        ("2019?", '<time datetime="2019">2019 (uncertain)</time>'),
        ("2015-06%", '<time datetime="2015-06">about June 2015 (uncertain)</time>'),
        ("2019/2021", "2019\u2009–\u20092021"),
        ("201X", "2010\u2009–\u20092019"),
        ("2019/..", "from 2019"),
        ("../2021", "until 2021"),
    ],
)
def test_date_says_no_more_than_the_source(edtf, markup):
    assert written("{% date day %}", day=edtf).replace("2019 – 2021", "2019\u2009–\u20092021") == markup


def test_no_date_is_written_as_nothing():
    assert written("{% date day %}{{ day|date_words }}", day=None) == ""


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "1,234,567.50 26.9%"),
        ("ru", "1 234 567,50 26,9 %"),
        ("kk", "1 234 567,50 26,9%"),
        ("tg", "1 234 567,50 26,9%"),
    ],
)
def test_numbers_take_the_readers_separators(language, shown):
    text = written("{{ n|number }} {{ p|percent }}", language, n=Decimal("1234567.50"), p=Decimal("0.2689"))
    assert text.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ") == shown


def test_text_that_is_no_number_stays_and_is_escaped():
    assert written("{{ n|number }}", n="<15 of 18>") == "&lt;15 of 18&gt;"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "a, b and c"),
        ("ru", "a, b и c"),
        ("kk", "a, b, c"),
        ("ky", "a, b жана c"),
        ("uz", "a, b va c"),
        ("tk", "a, b we c"),
    ],
)
def test_list_is_joined_as_the_language_joins(language, shown):
    assert written("{{ items|cldr_list }}", language, items=["a", "b", "c"]) == shown


def test_translated_text_in_the_readers_language_has_no_tag():
    title = TranslatedText.of({"en": "Torture & impunity", "ru": "Пытки"})
    assert written("{% translated t %}", "ru", t=title) == "Пытки"
    assert written("{% translated t %}", "en", t=title) == "Torture &amp; impunity"


def test_fallback_text_names_its_language_and_is_escaped():
    text = written("{% translated t %}", "ru", t={"en": "<b>Law 72</b>"})
    assert text == ('<span lang="en">&lt;b&gt;Law 72&lt;/b&gt;</span> <span class="in-lang" lang="en">English</span>')
    assert "uz-Cyrl" in written("{% translated t %}", "en", t={"uz-cyrl": "Қонун"})


@pytest.mark.parametrize(("language", "path"), [("en", "/states/"), ("ru", "/ru/states/")])
def test_public_address_carries_the_language(language, path):
    assert written("{% address '/states/' %}", language) == path


def test_navigation_marks_the_page_under_way_in_every_language():
    request = RequestFactory().get("/ru/states/KGZ/")
    with translation.override("ru"):
        page = render_to_string("base.html", {}, request=None)
        here = Template("{% load ubada %}{% nav_item '/states/' 'x' %}{% nav_item '/data/' 'y' %}").render(
            Context({"request": request})
        )
    assert 'lang="ru" dir="ltr"' in page
    assert here == '<a href="/ru/states/" aria-current="page">x</a><a href="/ru/data/">y</a>'


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_error_page_renders_without_context_or_database(name):
    page = render_to_string(name)
    assert page.count("<h1>") == 1
    assert '<main id="main"' in page


def test_server_error_page_renders_where_no_static_files_were_collected(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert "/static/ubada/css/ubada.css" in render_to_string("500.html")


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As registered.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "civil society")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")
    note = forms.CharField(label="Note", required=False)

    def clean(self):
        raise forms.ValidationError("Nothing fits <together>.")


def test_form_leads_from_each_mistake_to_its_field():
    markup = str(Sample({"name": ""}))
    assert 'role="alert"' in markup
    for target in ("id_name", "id_kind", "id_agreed"):
        assert f'href="#{target}"' in markup
        assert markup.count(f'id="{target}"') == 1
    assert "Nothing fits &lt;together&gt;." in markup


def test_field_ties_hint_and_mistake_to_the_control():
    markup = str(Sample({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in markup
    assert 'id="id_name_helptext"' in markup
    assert 'id="id_name_error"' in markup
    assert 'aria-invalid="true"' in markup


def test_form_without_mistakes_has_no_summary_and_marks_what_is_optional():
    markup = str(Sample())
    assert "alert" not in markup
    assert markup.count("(optional)") == 1


def component(name: str, **context: object) -> str:
    return render_to_string(f"components/{name}.html", context)


def test_answer_is_always_a_word():
    for answer in ("yes", "no", "unknown"):
        assert f">{answer}<" in component("answer_tag", answer=answer)
        dots = component("state_dots", states=[{"code": "KGZ", "name": {"en": "Kyrgyzstan"}, "answer": answer}])
        assert answer in dots
        assert 'title="Kyrgyzstan"' in dots


def test_source_line_names_source_and_day_and_follows_no_foreign_script():
    line = component("source_line", title={"en": "ILO"}, url="https://example.org/?a=1&b=2", as_of="2024-06")
    assert 'rel="noopener noreferrer external"' in line
    assert "a=1&amp;b=2" in line
    assert "as of <time" in line


def test_withheld_value_is_never_shown():
    item = {"label": "Budget", "value": "4 million", "withheld": "no source seen", "title": "x"}
    markup = component("facts_dl", items=[item])
    assert "4 million" not in markup
    assert "no source seen" in markup


def test_conflict_shows_every_side_with_its_source():
    sides = [{"claim": {"en": f"{n} per cent"}, "source_title": f"source {n}", "as_of": "2024"} for n in (19, 24, 27)]
    markup = component("conflict", subject={"en": "Women in parliament"}, sides=sides)
    for n in (19, 24, 27):
        assert markup.index(f"{n} per cent") < markup.index(f"source {n}")


def test_pagination_keeps_the_question():
    request = RequestFactory().get("/search/", {"q": "torture", "page": "2"})
    page = Paginator(range(100), 10).page(2)
    markup = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert "?q=torture&amp;page=3" in markup
    assert 'aria-current="page">2<' in markup
    one = Paginator(range(5), 10).page(1)
    assert render_to_string("components/pagination.html", {"page": one}, request=request).strip() == ""


def test_matrix_names_the_state_in_every_cell_for_narrow_screens():
    states = [{"code": code, "name": code} for code in ("KAZ", "KGZ", "TJK", "TKM", "UZB")]
    cells = [{"text": str(1990 + n)} for n in range(5)]
    markup = component("matrix", states=states, groups=[{"title": "UN", "rows": [{"title": "CEDAW", "cells": cells}]}])
    for n, state in enumerate(states):
        assert re.search(rf'<td data-label="{state["code"]}">\s*<span>\s*{1990 + n}\s*</span>\s*</td>', markup)
