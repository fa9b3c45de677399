"""The catalogues of the interface: in step with the sources, complete in Russian, and seen on the pages themselves."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker
from selectolax.lexbor import LexborHTMLParser

from tests.published_world import published_world
from ubada.cli import main
from ubada.cli.message_commands import compile_catalogue
from ubada.languages.catalogues import (
    TRANSLATED,
    brought_up_to_date,
    disagreements,
    faults,
    header,
    key_of,
    path_of,
    read_catalogue,
    template_text,
)
from ubada.languages.extraction import extract_messages
from ubada.languages.table import BY_CODE, Language

RUSSIAN, KYRGYZ = BY_CODE["ru"], BY_CODE["ky"]
by_language = pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)

NAMES = {
    "API", "CEDAW", "CHL", "classify", "cookie", "CSV", "Data", "DOC", "doctor", "DOCX", "Earth", "EDTF", "Enter",
    "ETag", "Excel", "GHA", "HASH", "HRC", "HTML", "http", "https", "huquq", "iCalendar", "II", "Info", "JavaScript",
    "JPEG", "JSON", "KGZ", "KiB", "LibreOffice", "Lines", "match", "MiB", "MIT", "Natural", "NOR", "null", "ODS",
    "ODT", "Package", "PDF", "PNG", "Python", "RTF", "SHA", "store", "Tab", "Ubada", "ubada", "UPR", "UTC", "WARC",
    "XLS", "XLSX",
}  # fmt: skip
"""Words in Latin letters that Russian text may hold: names, abbreviations, and one Uzbek word to search for."""
FILES = re.compile(r"\b[\w./]+\.(?:json|md|org|py)\b|CEDAW/C/KGZ/CO/5|C190")
CODES = {"recommendation", "treaty obligation"}
"""Kinds that the world's vocabularies do not name, which search then shows by their code."""
SHOWN_ATTRIBUTES = ("aria-label", "alt", "content", "data-label", "placeholder", "title")
PAGES = (
    "/", "/states/", "/states/KGZ/", "/commitments/CEDAW-7/", "/instruments/", "/instruments/CEDAW/", "/themes/",
    "/compare/", "/to-verify/", "/conflicts/", "/data/", "/method/", "/help/", "/search/", "/search/?q=zzzzz&no=such",
    "/editions/", "/editions/1/", "/organisations/", "/accounts/login/", "/accounts/password/reset/", "/nowhere/",
)  # fmt: skip


@pytest.fixture(scope="module")
def template() -> Catalog:
    return extract_messages()


@pytest.fixture(scope="module")
def russian() -> Catalog:
    return read_catalogue(path_of(RUSSIAN), RUSSIAN)


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def words_alone(text: str) -> str:
    """A message without markup, code and placeholders."""
    text = re.sub(r"<code>.*?</code>", " ", text)
    return re.sub(r"<[^>]+>|%\(\w+\)[sd]|\{\w+\}", " ", text)


# --- the catalogues of this repository ---


@by_language
def test_a_catalogue_holds_exactly_the_strings_of_the_sources(template: Catalog, language: Language) -> None:
    found = [str(one) for one in disagreements(template, read_catalogue(path_of(language), language), language.code)]
    assert not found, "\n".join(found)


@by_language
def test_what_is_translated_keeps_placeholders_tags_and_plural_forms(language: Language) -> None:
    found = [str(one) for one in faults(read_catalogue(path_of(language), language), language, language.code)]
    assert not found, "\n".join(found)


@by_language
def test_a_catalogue_is_written_as_the_command_writes_it(template: Catalog, language: Language) -> None:
    path = path_of(language)
    assert path.read_text(encoding="utf-8") == brought_up_to_date(template, language, path)


def test_russian_has_no_english_words_left(russian: Catalog) -> None:
    left = {
        word: message.id
        for message in messages(russian)
        for text in strings(message)
        for word in re.findall(r"[A-Za-z]{2,}", FILES.sub(" ", words_alone(text)))
        if word not in NAMES
    }
    assert not left


def test_russian_uses_its_own_quotation_marks_and_the_letter_yo(russian: Catalog) -> None:
    for message in messages(russian):
        for text in strings(message):
            assert not re.search(r"[\"“”„']", words_alone(text)), text
            assert not re.search(r"\b(?:еще|ее|нее|отчет\w*|учетн\w*|зачет\w*|прочтен\w*|неучтен\w*)\b", text), text


def test_translations_into_a_language_in_preparation_ask_for_a_native_speaker() -> None:
    for language in TRANSLATED:
        if language.interface == "in preparation":
            for message in messages(read_catalogue(path_of(language), language)):
                if any(strings(message)):
                    assert any("native speaker" in comment for comment in message.user_comments), message.id


@by_language
def test_a_catalogue_compiles_and_is_read_by_gettext(language: Language, tmp_path: Path) -> None:
    translations = compiled(language, tmp_path)
    assert translations.gettext("Search") not in ("Search", "")
    assert translations.gettext("A string that nobody has written") == "A string that nobody has written"


def test_russian_counts_as_russian_does(tmp_path: Path) -> None:
    counted = {
        n: compiled(RUSSIAN, tmp_path).ngettext("%(shown)s fact", "%(shown)s facts", n) for n in (1, 3, 5, 11, 21)
    }
    assert {n: text.split()[1] for n, text in counted.items()} == {
        1: "факт", 3: "факта", 5: "фактов", 11: "фактов", 21: "факт",
    }  # fmt: skip


def compiled(language: Language, folder: Path) -> gettext.GNUTranslations:
    path = path_of(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(path_of(language).read_bytes())
    assert compile_catalogue(path) == []
    with path.with_suffix(".mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)


# --- what extraction reads ---

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import ngettext_lazy, npgettext

# Translators: said of a promise
A = _("plain %(name)s")
B = gettext_lazy("lazy")
C = ngettext("%(n)s fact", "%(n)s facts", n)
D = pgettext("verb", "state")
E = pgettext_lazy("noun", "state")
F = ngettext_lazy("%(n)s text", "%(n)s texts", "n")
G = npgettext("law", "%(n)s act", "%(n)s acts", n)
H = _("in two "
      "pieces")
"""
TEMPLATE = """{% load i18n %}
   {# Translators: the heading #}
   <h1>{% translate "Heading" %}</h1>
 {% translate "May" context "month" %}{% translate 'Single "quotes"' as kept %}{{ _("in a variable") }}
{{ value|default:_("in a filter") }}{% nav_item "/states/" _("States") %}
{% include "x.html" with a=_("one") b=_("two") %}
{% translate "50 % off" %}
{% blocktranslate trimmed with name=state.name|upper %}
    Trimmed {{ name }}
    over lines, 100 %.
{% endblocktranslate %}
{% blocktranslate %} kept as it is {% endblocktranslate %}
{% blocktranslate trimmed count n=total context "papers" %}
{{ n }} paper{% plural %}{{ n }} papers{% endblocktranslate %}
{% blocktranslate trimmed with x=_("constant") %}See {{ x }}{% endblocktranslate %}
{% comment %}{% translate "Left out" %}{% endcomment %}{{ value|join:", " }}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    (folder / "templates").mkdir(parents=True)
    (folder / "migrations").mkdir()
    (folder / "words.py").write_text(PYTHON, encoding="utf-8")
    (folder / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (folder / "migrations" / "0001.py").write_text('from x import gettext as _\n_("frozen")\n', encoding="utf-8")
    return folder


def test_every_kind_of_call_and_tag_is_read(package: Path) -> None:
    found = {(message.context, message.id) for message in messages(extract_messages(package))}
    assert found == {
        (None, "plain %(name)s"), (None, "lazy"), (None, ("%(n)s fact", "%(n)s facts")), ("verb", "state"),
        ("noun", "state"), (None, ("%(n)s text", "%(n)s texts")), ("law", ("%(n)s act", "%(n)s acts")),
        (None, "in two pieces"), (None, "Heading"), ("month", "May"), (None, 'Single "quotes"'),
        (None, "in a variable"), (None, "in a filter"), (None, "States"), (None, "one"), (None, "two"),
        (None, "50 %% off"), (None, "Trimmed %(name)s over lines, 100 %%."), (None, " kept as it is "),
        ("papers", ("%(n)s paper", "%(n)s papers")), (None, "constant"), (None, "See %(x)s"),
    }  # fmt: skip


def test_a_message_names_its_files_without_lines_and_carries_notes_to_translators(package: Path) -> None:
    text = template_text(extract_messages(package))
    assert '#. Translators: said of a promise\n#: paper/words.py\n#, python-format\nmsgid "plain %(name)s"' in text
    assert '#: paper/templates/page.html\nmsgid "Heading"' in text
    assert "Date" not in text
    assert not re.search(r"^#: .*:\d", text, re.MULTILINE)


def test_a_template_that_cannot_be_read_is_named(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = package / "templates" / "page.html"
    page.write_text("{% blocktranslate %}a{% if b %}c{% endif %}{% endblocktranslate %}", encoding="utf-8")
    assert main(["messages", "extract", "--root", str(package)]) == 1
    assert "paper/templates/page.html: Translation blocks must not include" in capsys.readouterr().err


# --- keeping catalogues in step ---


def test_a_new_catalogue_has_every_string_and_the_plural_rule_of_its_language(package: Path) -> None:
    assert main(["messages", "update", "ky", "--root", str(package)]) == 0
    path = path_of(KYRGYZ, package / "locale")
    assert path.read_text(encoding="utf-8").startswith(header(KYRGYZ))
    catalogue = read_catalogue(path, KYRGYZ)
    assert catalogue.plural_forms == KYRGYZ.plural_forms
    assert {key_of(one) for one in messages(catalogue)} == {key_of(one) for one in messages(extract_messages(package))}
    assert not any(any(strings(one)) for one in messages(catalogue))


def test_an_update_keeps_translations_and_comments_and_marks_what_changed(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--root", str(package)]
    assert main(["messages", "update", "ru", *root]) == 0
    path = path_of(RUSSIAN, package / "locale")
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "lazy"\nmsgstr ""', 'msgid "lazy"\nmsgstr "ленивая"')
    text = text.replace('msgid "in two pieces"\nmsgstr ""', 'msgid "in two pieces"\nmsgstr "из двух частей"')
    path.write_text(text.replace('#: paper/words.py\nmsgid "lazy"', '# mine\n#: paper/words.py\nmsgid "lazy"'))
    words = package / "words.py"
    words.write_text(words.read_text().replace('"pieces"', '"new pieces"').replace('D = pgettext("verb", "state")', ""))
    assert main(["messages", "check", "ru", *root]) == 1
    said = capsys.readouterr().err
    assert "in two new pieces: msgid: missing" in said
    assert "in two pieces: msgid: no longer in the sources" in said
    assert main(["messages", "update", "ru", *root]) == 0
    text = path.read_text(encoding="utf-8")
    assert '# mine\n#: paper/words.py\nmsgid "lazy"\nmsgstr "ленивая"' in text
    assert '#, fuzzy\nmsgid "in two new pieces"\nmsgstr "из двух частей"' in text
    assert 'msgctxt "verb"' not in text
    assert "#~" not in text
    assert main(["messages", "update", "ru", *root]) == 0
    assert path.read_text(encoding="utf-8") == text


def test_a_wording_that_only_resembles_another_is_not_given_its_translation(package: Path) -> None:
    root = ["--root", str(package)]
    assert main(["messages", "update", "ru", *root]) == 0
    path = path_of(RUSSIAN, package / "locale")
    text = path.read_text(encoding="utf-8").replace('msgid "in a filter"\nmsgstr ""', 'msgid "in a filter"\nmsgstr "в"')
    path.write_text(text, encoding="utf-8")
    page = package / "templates" / "page.html"
    page.write_text(page.read_text().replace('"in a filter"', '"in a ledger"'))
    assert main(["messages", "update", "ru", *root]) == 0
    assert 'page.html\nmsgid "in a ledger"\nmsgstr ""' in path.read_text(encoding="utf-8")


def test_a_guess_is_refused_where_the_interface_is_complete_and_waits_where_it_is_not(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for code, status in (("ru", 1), ("ky", 0)):
        root = ["--root", str(package)]
        assert main(["messages", "update", code, *root]) == 0
        path = path_of(BY_CODE[code], package / "locale")
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('msgid "lazy"\nmsgstr ""', '#, fuzzy\nmsgid "lazy"\nmsgstr "?"'), encoding="utf-8")
        assert main(["messages", "check", code, *root]) == status
        assert ("lazy: flags: is fuzzy" in capsys.readouterr().err) == (status == 1)


@pytest.mark.parametrize(
    ("original", "wrong", "said"),
    [
        ('msgid "lazy"\nmsgstr ""', "", "lazy: msgstr: is not translated"),
        ('msgid "plain %(name)s"\nmsgstr ""', "без имени", "has other placeholders than the original"),
        ('msgid "Heading"\nmsgstr ""', "<b>Заголовок</b>", "has other tags than the original"),
        ('msgid " kept as it is "\nmsgstr ""', "как есть", "other white space than the original"),
        ('msgid_plural "%(n)s facts"\nmsgstr[0] ""', "%(n)s факт", "has some of its plural forms only"),
    ],
)
def test_a_wrong_translation_is_named(
    package: Path, capsys: pytest.CaptureFixture[str], original: str, wrong: str, said: str
) -> None:
    root = ["--root", str(package)]
    assert main(["messages", "update", "ru", *root]) == 0
    path = path_of(RUSSIAN, package / "locale")
    text = path.read_text(encoding="utf-8")
    assert original in text
    path.write_text(text.replace(original, f'{original[:-1]}{wrong}"'), encoding="utf-8")
    assert main(["messages", "check", "ru", *root]) == 1
    assert said in capsys.readouterr().err


def test_a_language_without_a_catalogue_is_refused(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["messages", "update", "en", "--root", str(package)]) == 1
    assert "No catalogue is kept for en" in capsys.readouterr().err


# --- the pages in Russian ---


@pytest.fixture(scope="module")
def reader(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """A reader of the published site with the Russian catalogue as it now is."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the site's own files, of which a test needs none
    folder = tmp_path_factory.mktemp("locale")
    compiled(RUSSIAN, folder)
    with (
        override_settings(LOCALE_PATHS=[folder]),
        django_db_blocker.unblock(),
        published_world(tmp_path_factory.mktemp("published")),
    ):
        yield Client(headers={"accept-language": "ru"})


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_russian_shows_no_untranslated_string(reader: Client, template: Catalog, page: str) -> None:
    response = reader.get(f"/ru{page}")
    assert response.status_code == (404 if page == "/nowhere/" else 200)
    shown = russian_text(response.content.decode())
    assert "Перейти к содержанию" in shown
    untranslated = [
        piece
        for message in messages(template)
        for piece in pieces(message)
        if len(piece) > 12 and piece not in CODES and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", shown)
    ]
    assert not untranslated


def pieces(message: Message) -> Iterator[str]:
    """What a reader would see of a message as it stands in the sources, between its placeholders and tags."""
    for text in message.id if isinstance(message.id, tuple) else (message.id,):
        yield from (" ".join(piece.split()) for piece in re.split(r"<[^>]+>|%\(\w+\)[sd]", text.replace("%%", "%")))


def russian_text(html: str) -> str:
    """All that is read or spoken on a page, without what is marked as being in another language."""
    document = LexborHTMLParser(html)
    for node in document.css("script, style, code, [lang]"):
        if node.tag != "html" and not (node.attributes.get("lang") or "").startswith("ru"):
            node.decompose()
    spoken = [
        value for name in SHOWN_ATTRIBUTES for node in document.css(f"[{name}]") if (value := node.attributes.get(name))
    ]
    return " ".join([document.root.text(separator=" "), *spoken]).replace("\n", " ")
