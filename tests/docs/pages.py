"""The pages of the documentation as the tests read them: prose, links, code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = "<!-- Made by `ubada reference`"
_ELSEWHERE = {"node_modules", "build", "dist"}
_FENCE = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class DocumentationPage:
    """One Markdown file of the repository."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_generated(self) -> bool:
        return self.text.startswith(GENERATED)

    @property
    def code_blocks(self) -> list[str]:
        return _FENCE.findall(self.text)

    @property
    def prose(self) -> str:
        return _FENCE.sub("", self.text)

    @property
    def links(self) -> list[str]:
        """Where links and pictures of the prose lead, but for those that leave the repository."""
        targets: list[str] = _LINK.findall(self.prose)
        return [one for one in targets if not re.match(r"[a-z]+:", one)]

    @property
    def anchors(self) -> set[str]:
        """The names by which headings can be linked."""
        return {_anchor(heading) for heading in _HEADING.findall(self.prose)}

    @property
    def inline_code(self) -> list[str]:
        spans: list[str] = re.findall(r"`([^`\n]+)`", self.prose)
        return spans


def every_page() -> list[DocumentationPage]:
    """Every Markdown file of the checkout, hidden folders left out."""
    return [DocumentationPage(path, path.read_text(encoding="utf-8")) for path in sorted(_markdown(ROOT))]


def _markdown(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in _ELSEWHERE:
            continue
        if path.is_dir():
            yield from _markdown(path)
        elif path.suffix == ".md":
            yield path


def _anchor(heading: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.replace("`", "")).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
