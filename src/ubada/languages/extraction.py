"""Every string of the interface that can be translated, read from the sources without GNU gettext.

Python files are read by Babel. Templates are first turned into calls by Django's own `templatize`, so that what is
found is what Django looks up when it renders: trimmed blocks, doubled percent signs, contexts, and constants in
filters and tag arguments.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from ubada.kernel.errors import InvalidInput, Problem

PACKAGE: Final = Path(__file__).resolve().parent.parent
COMMENT_TAG: Final = "Translators"
_LAZY: Final = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in _LAZY},
    "gettext_noop": None,
}
_TEMPLATE_SUFFIXES: Final = (".html", ".txt")


def extract_messages(package: Path = PACKAGE) -> Catalog:
    """The template catalogue of a package: every message once, with the names of its files and notes to translators.

    Raises InvalidInput naming each source that cannot be read.
    """
    template, problems = Catalog(), []
    for path in sources(package):
        name = path.relative_to(package.parent).as_posix()
        try:
            code = _as_python(path.read_text(encoding="utf-8"), path)
            found = extract(
                "python", io.BytesIO(code.encode()), keywords=KEYWORDS, comment_tags=(COMMENT_TAG,),
                options={"encoding": "utf-8"},
            )  # fmt: skip
            for line, message, comments, context in found:
                if message:
                    template.add(message, locations=[(name, line)], auto_comments=comments, context=context)
        except (OSError, SyntaxError, UnicodeDecodeError, ValueError) as error:
            problems.append(Problem(name, "", "", str(error)))
    if problems:
        raise InvalidInput("Some sources cannot be read.", problems=problems)
    return template


def sources(package: Path = PACKAGE) -> Iterator[Path]:
    """The Python files and templates of a package, in a stable order."""
    for path in sorted(package.rglob("*")):
        is_template = path.suffix in _TEMPLATE_SUFFIXES and "templates" in path.parts
        if is_template or (path.suffix == ".py" and "migrations" not in path.parts):
            yield path


def _as_python(text: str, path: Path) -> str:
    if path.suffix == ".py":
        return text
    # Django keeps the place of what stands around the calls, for line numbers; Python would read it as indentation.
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
