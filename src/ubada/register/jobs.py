"""Background work of the register: drawing the charts that its pages show."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from ubada import charts
from ubada.access.actors import Actor
from ubada.config.queue import defer_once
from ubada.languages.table import COMPLETE_LANGUAGES
from ubada.register.queries.figures import every_chart


def draw_every_chart() -> int:
    """Draw each chart that is not kept yet, for readers, in every complete language; gives how many there are."""
    wanted = every_chart(Actor.reader(), [one.code for one in COMPLETE_LANGUAGES])
    return len(charts.render_all(wanted, settings.CHARTS_DIR))


@app.task(name="register.draw_charts", queueing_lock="register.charts", pass_context=False)
def draw() -> None:
    """Draw what is missing. Until it is done a page shows the table in the chart's place."""
    draw_every_chart()


def wake_drawer() -> None:
    """Queue one run of `draw`, unless one waits already."""
    defer_once(draw)
