"""Charts drawn in a child process, many at once, and kept as files by the hash of their content.

The renderer starts a JavaScript engine that takes about 95 MB; a child process gives it back when the work is done.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ubada.charts.model import Chart
from ubada.charts.numbers import vega_number_locale
from ubada.charts.svg import dress
from ubada.kernel.errors import UbadaError

SECONDS_ALLOWED: Final = 120
_KEY: Final = re.compile(r"[0-9a-f]{64}")


class RenderingFailed(UbadaError):
    """The child process drew no chart; the message ends with the last line it said."""


def cached(chart: Chart, cache_dir: Path) -> str | None:
    """The chart's SVG if it was drawn before, else None. Draws nothing."""
    try:
        return _file(chart.key, cache_dir).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def render_all(charts: Iterable[Chart], cache_dir: Path) -> dict[str, str]:
    """The SVG of every chart by its key; those not yet kept are drawn in one child process.

    Raises `RenderingFailed` where the child fails or takes more than `SECONDS_ALLOWED`.
    """
    wanted = {chart.key: chart for chart in charts}
    drawn = {key: svg for key, chart in wanted.items() if (svg := cached(chart, cache_dir)) is not None}
    missing = [chart for key, chart in wanted.items() if key not in drawn]
    if missing:
        cache_dir.mkdir(parents=True, exist_ok=True)
        for chart, raw in zip(missing, _draw(missing), strict=True):
            svg = dress(raw, title=chart.title, description=chart.description, prefix=f"c{chart.key[:10]}")
            _keep(_file(chart.key, cache_dir), svg)
            drawn[chart.key] = svg
    return drawn


def _file(key: str, cache_dir: Path) -> Path:
    if not _KEY.fullmatch(key):
        raise ValueError("A chart is kept under the SHA-256 of its content.")
    return cache_dir / f"{key}.svg"


def _keep(target: Path, svg: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as part:
        part.write(svg)
    Path(name).replace(target)


def _draw(charts: list[Chart]) -> list[str]:
    work = [{"spec": chart.spec, "locale": vega_number_locale(chart.language)} for chart in charts]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ubada.charts"],
            input=json.dumps(work, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=SECONDS_ALLOWED,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise RenderingFailed(f"Drawing {len(charts)} charts took more than {SECONDS_ALLOWED} seconds.") from late
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RenderingFailed(f"Drawing {len(charts)} charts failed: {said[-1] if said else 'no reason given'}")
    drawn: list[str] = json.loads(done.stdout)
    return drawn
