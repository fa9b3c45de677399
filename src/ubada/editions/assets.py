"""What the static report needs beside its pages: stylesheets, typefaces with their licence, the mark, the verifier."""

from __future__ import annotations

from pathlib import Path

import fontpkg_noto_sans
from django.contrib.staticfiles import finders

from ubada.editions import verify
from ubada.kernel.errors import UbadaError
from ubada.web import assets

STYLESHEETS = ("ubada.css", "components.css", "rounds.css", "print.css")


def asset_files(data_dir: Path) -> dict[str, bytes]:
    """The files by their path in the edition. Raises UbadaError if a stylesheet of the site cannot be found."""
    built = assets.build(data_dir) / "ubada"
    files = {f"assets/fonts/{path.name}": path.read_bytes() for path in sorted((built / "fonts").glob("*.woff2"))}
    files["assets/css/fonts.css"] = (built / "css" / "fonts.css").read_bytes()
    files["assets/fonts/OFL.txt"] = (Path(fontpkg_noto_sans.__file__).parent / "LICENSE").read_bytes()
    for name in STYLESHEETS:
        files[f"assets/css/{name}"] = _static(f"ubada/css/{name}")
    for name in ("publication.css", "edition.css"):
        files[f"assets/css/{name}"] = _static(f"editions/css/{name}")
    files["assets/img/mark.svg"] = _static("ubada/img/favicon.svg")
    files["verify.py"] = verifier().encode()
    return files


def verifier() -> str:
    """The verifier as one file that needs no other: what it imports of ours stands in the place of the import."""
    folder = Path(verify.__file__).parent
    whole, rules = ((folder / name).read_text(encoding="utf-8") for name in ("verify.py", "recount.py"))
    before, told, after = whole.partition("from ubada.editions.recount import COMPUTED, result_faults\n")
    if not told:
        raise UbadaError("The verifier does not import the rules where they are put in.")
    return before + rules.partition("from __future__ import annotations\n")[2].lstrip() + after


def _static(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise UbadaError(f"The stylesheet or picture {name} is missing from this installation.")
    return Path(found).read_bytes()
