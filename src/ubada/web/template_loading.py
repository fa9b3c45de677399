"""Our templates are written to be read, one element a line and indented; a page carries none of that indentation.

What is left out is nothing that a reader sees: HTML takes a line break with any number of spaces after it for one
space. A page of a state holds some thousand lines, and the spaces before them would weigh as much as its words.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.template import Origin
from django.template.loaders import app_directories, filesystem

PACKAGE: Final = Path(__file__).resolve().parent.parent
_INSIDE: Final = r"(?:(?!%\}).)*"
_ARRANGING: Final = (
    "extends|load|block|endblock|if|elif|else|endif|for|empty|endfor|with|endwith|ifchanged|endifchanged"
    "|language|endlanguage"
)
_SAYS_NOTHING: Final = (r"\{#.*?#\}", rf"\{{% (?:{_ARRANGING})\b{_INSIDE}%\}}", rf"\{{% {_INSIDE} as \w+ %\}}")
"""Comments, and tags that only arrange what stands between them or keep a value under a name."""
_ONLY_ARRANGES: Final = re.compile(rf"^((?:(?:{'|'.join(_SAYS_NOTHING)}) ?)+)\n", re.MULTILINE)
_AROUND_LINES: Final = re.compile(r"^[ \t]+|[ \t]+$|^\n", re.MULTILINE)
JOIN: Final = "{##}\n"
"""An empty comment at the end of a line joins it to the next one, where a space would show: before a comma."""


def without_indentation(source: str) -> str:
    """The template without indentation, without the line breaks of lines that hold only tags, and without its last one.

    The last line break goes so that a component can stand within a line of another template.
    """
    lines = _AROUND_LINES.sub("", source)
    return _ONLY_ARRANGES.sub(r"\1", lines).replace(JOIN, "").removesuffix("\n")


class _OwnIndentation(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        path = Path(origin.name)
        is_ours = path.suffix == ".html" and path.is_relative_to(PACKAGE)
        return without_indentation(contents) if is_ours else contents


class SharedTemplates(_OwnIndentation):
    """Reads the templates of the folders in the settings; those of others stay as they are."""


class TemplatesOfApps(_OwnIndentation, app_directories.Loader):
    """Reads the templates of the installed apps; those of others stay as they are."""
