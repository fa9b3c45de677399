"""The static files that are made rather than written: the faces of the pages, cut by script, and their stylesheet.

The faces are Noto Sans and Noto Serif from the ``fontpkg-*`` packages (SIL Open Font License 1.1). Each is fixed to
its normal width, limited to the weights in use, and cut into one file a script, so that a reader of Russian loads
nothing for Turkmen. The same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import fontpkg_noto_sans
import fontpkg_noto_serif
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LATIN: Final = "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2116, U+2122, U+2191-2193, U+2212, U+2215, U+FEFF, U+FFFD"  # noqa: E501
LATIN_EXTENDED: Final = "U+0100-0130, U+0132-0151, U+0154-017F, U+0186, U+018F, U+01CD-01D4, U+01E6-01E7, U+01F4-01F5, U+0218-021B, U+0259, U+1E9E, U+20B8, U+20BC"  # noqa: E501
CYRILLIC: Final = "U+0400-045F, U+0490-0493, U+0496-0497, U+049A-049D, U+04A0-04A3, U+04AE-04B3, U+04B6-04BB, U+04D8-04D9, U+04E2-04E3, U+04E8-04E9, U+04EE-04EF, U+20BD"  # noqa: E501
SCRIPTS: Final = {"latin": LATIN, "latin-ext": LATIN_EXTENDED, "cyrillic": CYRILLIC}

FEATURES: Final = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum")
"""Layout features kept: spacing, marks, the letters' local forms, and figures of one width for tables."""


@dataclass(frozen=True, slots=True)
class Face:
    """A family in the weights that the stylesheet asks for."""

    family: str
    source: Path
    weights: tuple[int, int]


FACES: Final = (
    Face("Noto Sans", Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf", (400, 700)),
    Face("Noto Serif", Path(fontpkg_noto_serif.__file__).parent / "files" / "NotoSerif[wdth,wght].ttf", (400, 600)),
)


def build(data_dir: Path) -> Path:
    """The folder of built static files under ``data_dir``, made again only where an input has changed.

    It holds ``ubada/fonts/*.woff2`` and ``ubada/css/fonts.css``. A build that is broken off leaves the old one.
    """
    target = data_dir / "build" / "static"
    mark = target.parent / "static.sha256"
    wanted = inputs_hash()
    if target.is_dir() and mark.is_file() and mark.read_text(encoding="ascii") == wanted:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix="static-"))
    try:
        _write(fresh / "ubada")
        fresh.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        fresh.replace(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    mark.write_text(wanted, encoding="ascii")
    return target


@lru_cache(maxsize=1)
def inputs_hash() -> str:
    """The hash of all that decides the built files: this module, the packages' versions and the faces' sizes."""
    parts = [Path(__file__).read_bytes().hex()]
    parts += [f"{name} {importlib.metadata.version(name)}" for name in ("fonttools", "brotli")]
    parts += [f"{face.source.name} {face.source.stat().st_size}" for face in FACES]
    parts += [importlib.metadata.version(name) for name in ("fontpkg-noto-sans", "fontpkg-noto-serif")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _write(folder: Path) -> None:
    (folder / "fonts").mkdir(parents=True)
    (folder / "css").mkdir()
    rules: list[str] = []
    for face in FACES:
        instance = _bytes_of(_instance(face))
        for script, ranges in SCRIPTS.items():
            name = f"{face.family.lower().replace(' ', '-')}-{script}.woff2"
            (folder / "fonts" / name).write_bytes(_woff2(instance, code_points(ranges)))
            rules.append(_rule(face, name, ranges))
    (folder / "css" / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def _rule(face: Face, name: str, ranges: str) -> str:
    low, high = face.weights
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: normal; font-weight: {low} {high}; '
        f'font-display: swap; src: url("../fonts/{name}") format("woff2"); unicode-range: {ranges}; }}'
    )


def code_points(ranges: str) -> set[int]:
    """The code points of a CSS ``unicode-range``."""
    points: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def _instance(face: Face) -> TTFont:
    # Cut to all that is wanted before the axes are limited: a third of the glyphs, a third of the work.
    with TTFont(face.source, recalcTimestamp=False) as font:
        _keep(font, set().union(*map(code_points, SCRIPTS.values())))
        slim = _bytes_of(font)
    return instancer.instantiateVariableFont(_read(slim), {"wdth": 100, "wght": face.weights}, inplace=True)


def _keep(font: TTFont, points: set[int]) -> None:
    options = subset.Options(layout_features=list(FEATURES), hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 13])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)


def _woff2(instance: bytes, points: set[int]) -> bytes:
    with _read(instance) as font:
        _keep(font, points)
        font.flavor = "woff2"
        return _bytes_of(font)


def _read(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data), recalcTimestamp=False)


def _bytes_of(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()
