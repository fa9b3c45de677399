"""The catalogues of the interface: one a language, kept in step with the sources, and what is wrong with one.

A catalogue's header names its language and plural rule and nothing else: no date, no tool, no person, so that a
catalogue changes only when a string does.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from ubada.kernel.errors import Problem, UbadaError
from ubada.languages.extraction import PACKAGE
from ubada.languages.table import INTERFACE_LANGUAGES, Language

LOCALE: Final = PACKAGE / "locale"
SOURCE_LANGUAGE: Final = "en"
TRANSLATED: Final = tuple(language for language in INTERFACE_LANGUAGES if language.code != SOURCE_LANGUAGE)
_WIDTH: Final = 107
_NEAR: Final = 0.8
"""How alike two wordings are, of 1, for the translation of one to be offered for the other."""
_PLACEHOLDER: Final = re.compile(r"%(?:\(\w+\))?[#0\- +]?\d*(?:\.\d+)?[sdifr]|%%|\{\w*\}")
_TAG: Final = re.compile(r"</?[a-zA-Z][^>]*>")

Key: TypeAlias = tuple[str, str]


def path_of(language: Language, folder: Path = LOCALE) -> Path:
    """Where the catalogue of a language lies."""
    return folder / language.django_code / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, language: Language) -> Catalog:
    """The catalogue in a file. Raises UbadaError if there is none or it is not a catalogue."""
    try:
        with path.open("rb") as stream:
            return read_po(stream, locale=language.babel_locale, abort_invalid=True)
    except PoFileError as error:
        raise UbadaError(f"{path} is not a catalogue: {error}") from error
    except OSError as error:
        raise UbadaError(f"{path} cannot be read: {error}", hint="Run `ubada messages update`.") from error


def brought_up_to_date(template: Catalog, language: Language, path: Path) -> str:
    """The text of a language's catalogue with exactly the template's messages, translated as far as they were.

    A message whose wording changed a little keeps its translation, marked fuzzy.
    """
    catalogue = read_catalogue(path, language) if path.is_file() else Catalog(locale=language.babel_locale)
    catalogue.update(template, keep_user_comments=True, update_creation_date=False)
    catalogue.obsolete.clear()
    for message in catalogue:
        if message.previous_id and not _is_near(message):
            message.string = ("", "") if message.pluralizable else ""
            message.user_comments = []
            message.flags.discard("fuzzy")
    return header(language) + _body(catalogue, language)


def template_text(template: Catalog) -> str:
    """The template as a file for a translator's program."""
    body = io.BytesIO()
    write_po(body, template, width=_WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    return _header("Strings of the interface of Ubada, to be translated.", {}) + body.getvalue().decode()


def header(language: Language) -> str:
    """The head of a catalogue: the language and CLDR's plural rule for it."""
    facts = {"Language": language.django_code, "Plural-Forms": language.plural_forms}
    return _header(f"The interface of Ubada in {language.english}.", facts)


def key_of(message: Message) -> Key:
    """What a message is looked up by: its context and its (singular) wording."""
    return message.context or "", _forms(message.id)[0]


def is_translated(message: Message) -> bool:
    """Whether a message is shown in the catalogue's language: every form is there and none is a guess."""
    return bool(message.id) and all(_forms(message.string)) and not message.fuzzy


def disagreements(template: Catalog, catalogue: Catalog, name: str) -> Iterator[Problem]:
    """The messages that the sources have and the catalogue lacks, and the other way round."""
    wanted, present = ({key_of(one): one for one in side if one.id} for side in (template, catalogue))
    for key in sorted(wanted.keys() - present.keys()):
        yield Problem(name, key[1], "msgid", "missing: run `ubada messages update`")
    for key in sorted(present.keys() - wanted.keys()):
        yield Problem(name, key[1], "msgid", "no longer in the sources: run `ubada messages update`")
    for key in sorted(wanted.keys() & present.keys()):
        if _forms(wanted[key].id) != _forms(present[key].id):
            yield Problem(name, key[1], "msgid_plural", "differs from the sources: run `ubada messages update`")


def faults(catalogue: Catalog, language: Language, name: str) -> Iterator[Problem]:
    """What is wrong with the translations that are there; of a complete language also what is not there or a guess."""
    if catalogue.plural_forms != language.plural_forms:
        yield Problem(name, "", "Plural-Forms", f"must be {language.plural_forms}")
    for message in catalogue:
        if not message.id:
            continue
        wording, strings = key_of(message)[1], _forms(message.string)
        if message.fuzzy:
            # Not shown to anyone; in a language in preparation it waits for someone who speaks it.
            if language.interface == "complete":
                yield Problem(name, wording, "flags", "is fuzzy: compare it with the new wording and remove the mark")
        elif all(strings):
            yield from (Problem(name, wording, "msgstr", text) for text in _faults_of(message, catalogue))
        elif any(strings):
            yield Problem(name, wording, "msgstr", "has some of its plural forms only")
        elif language.interface == "complete":
            yield Problem(name, wording, "msgstr", "is not translated")


def _is_near(message: Message) -> bool:
    # Babel offers the nearest of what there is, which for a word or two is seldom near in meaning.
    wording = _forms(message.id)[0]
    return len(wording.split()) > 2 and SequenceMatcher(None, message.previous_id[0], wording).ratio() >= _NEAR


def _faults_of(message: Message, catalogue: Catalog) -> Iterator[str]:
    originals, strings = _forms(message.id), _forms(message.string)
    if message.pluralizable and len(strings) != catalogue.num_plurals:
        yield f"has {len(strings)} plural forms instead of {catalogue.num_plurals}"
    for pattern, meaning in ((_PLACEHOLDER, "placeholders"), (_TAG, "tags")):
        allowed = [Counter(pattern.findall(original)) for original in originals]
        # A plural form may leave a figure out ("one edition"), as the original may in its singular.
        if not all(Counter(pattern.findall(string)) in allowed for string in strings):
            yield f"has other {meaning} than the original"
    for original, string in zip(originals, strings, strict=False):
        if (original[:1].isspace(), original[-1:].isspace()) != (string[:1].isspace(), string[-1:].isspace()):
            yield "begins or ends with other white space than the original"


def _forms(value: object) -> tuple[str, ...]:
    return tuple(str(one or "") for one in value) if isinstance(value, (tuple, list)) else (str(value or ""),)


def _header(title: str, facts: dict[str, str]) -> str:
    fixed = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in {**facts, **fixed}.items())
    return f'# {title}\nmsgid ""\nmsgstr ""\n{lines}\n'


def _body(catalogue: Catalog, language: Language) -> str:
    # Written under the plural rule of the table, whatever the file said before.
    clean = Catalog(locale=language.babel_locale)
    clean.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", language.plural_forms)]
    for message in catalogue:
        if message.id:
            clean[message.id] = message
    body = io.BytesIO()
    write_po(body, clean, width=_WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    return body.getvalue().decode()
