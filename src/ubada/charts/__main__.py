"""``python -m ubada.charts``: a JSON list of ``{spec, locale}`` on standard input, a JSON list of SVG texts out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import fontpkg_noto_sans
import vl_convert


def main() -> None:
    """Draws every specification read. No specification may load data from an address."""
    # Text is measured with the face the pages use, not with whatever the machine has.
    vl_convert.register_font_directory(str(Path(fontpkg_noto_sans.__file__).parent / "files"))
    work = json.load(sys.stdin)
    drawn = [vl_convert.vegalite_to_svg(one["spec"], format_locale=one["locale"], allowed_base_urls=[]) for one in work]
    json.dump(drawn, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
