"""What the calendar does by itself: every minute the steps that are due, every hour the reminders."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ubada.assessments.services.reminding import send_reminders
from ubada.assessments.services.rounds import advance_rounds


@app.periodic(cron="* * * * *")
@app.task(name="assessments.advance_rounds", queueing_lock="assessments.calendar", lock="assessments.calendar")
def advance(timestamp: int = 0) -> None:  # noqa: ARG001 - the schedule passes the time it ran for
    """Every minute: take the steps that the calendars of rounds ask for."""
    advance_rounds()


@app.periodic(cron="9 * * * *")
@app.task(name="assessments.send_reminders", queueing_lock="assessments.reminders", lock="assessments.reminders")
def remind(timestamp: int = 0) -> None:  # noqa: ARG001 - the schedule passes the time it ran for
    """Every hour: send the reminders that are due, of rounds as they stand by then."""
    advance_rounds()
    send_reminders()
