"""How long a whole round takes in the database, one change in it, and its pages. Prints JSON.

    python bench/rounds.py [--commitments 2000] [--verdicts 120000]

makes a register of five states in a temporary folder, a round of all of it with forty organisations, and verdicts
written as rows. Beside each figure stands what nothing can be faster than: reading the same rows, counting them in SQL,
and writing the results with COPY. Memory is the peak of the whole process. A page that answers 404 is given as null.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ORGANISATIONS = 40
STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
CODE = "bench"
TIMES = 3
CHANGES = 200
DRAFTS = 500
REASONS = "The law was adopted in 2024 and is not applied; the ministry has not answered. "


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commitments", type=int, default=2_000, help="of each state")
    parser.add_argument("--verdicts", type=int, default=120_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ubada-bench-") as temporary:
        Path(temporary).chmod(0o711)
        os.environ["UBADA_DATA_DIR"] = str(Path(temporary) / "data")
        os.environ.setdefault("UBADA_DATABASE_DIR", str(Path(temporary) / "database"))
        os.environ.setdefault("UBADA_MODE", "testing")  # static files need not be collected
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ubada.config.settings")
        register = [
            sys.executable, str(Path(__file__).with_name("generate.py")), "--data-dir", os.environ["UBADA_DATA_DIR"],
            "--all-states", str(arguments.commitments), "--one-state", "0",
        ]  # fmt: skip
        subprocess.run(register, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        from ubada.cli.installation import database  # noqa: PLC0415 - reads the environment set above

        with database():
            print(json.dumps(measure(arguments.verdicts), indent=2))
    return 0


def measure(verdicts: int) -> dict[str, Any]:
    """A round from its opening to its publication."""
    from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
    from ubada.assessments.models import Round  # noqa: PLC0415
    from ubada.assessments.services import advance_rounds, name_edition, plan_round, refresh_results  # noqa: PLC0415

    system = Actor.system("bench")
    calendar = past_calendar()
    organisations = made_organisations()
    title, period = {"en": "A made-up round"}, (calendar.opens, calendar.closes)
    plan_round(actor=system, code=CODE, title=title, period=period, calendar=calendar, states=STATES)
    report: dict[str, Any] = {"organisations": len(organisations)}

    def day(milestone: date) -> datetime:
        return datetime(milestone.year, milestone.month, milestone.day, 12, tzinfo=UTC)

    report["open_s"] = clock(lambda: advance_rounds(now=day(calendar.opens)))
    report["drafts_of_a_sheet"] = drafts_of_a_sheet()
    report["write_verdicts_s"] = clock(lambda: report.update(verdicts=write_verdicts(verdicts, organisations)))
    report["my_round_page"] = ask([f"/desk/rounds/{CODE}/organisation-01/"] * 20, signed_in=True)
    report["all_steps_to_reply_s"] = clock(lambda: advance_rounds(now=day(calendar.reply_from)))
    one = Round.objects.get(pk=CODE)
    counts = refresh_results(one)
    report |= {"positions": counts.positions, "divergences": counts.divergences}
    report["refresh_the_whole_round_s"] = median(lambda: refresh_results(one))
    report |= bare_sql()
    report["one_change"] = one_change(one)
    report["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    advance_rounds(now=day(calendar.freezes))
    name_edition(actor=system, code=CODE, edition="1")
    report["publish_s"] = clock(lambda: advance_rounds(now=day(calendar.publishes)))
    report["round_state_page"] = ask([f"{way}/rounds/{CODE}/{state}/" for state in STATES for way in ("", "/ru")] * 4)
    report["state_page"] = ask([f"{way}/states/{state}/" for state in STATES for way in ("", "/ru")] * 4)
    report["whole_list_of_verdicts"] = whole_list("/data/verdict.csv")
    report["api_positions"] = ask([f"/api/v1/positions?limit=50&offset={start}" for start in range(0, 5000, 250)])
    return report


def past_calendar() -> Any:
    """Dates of a round that is over, with a window of thirty days to reply."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from ubada.assessments.rules.calendar import RoundCalendar  # noqa: PLC0415 - Django is ready only now

    begin = datetime.now(UTC).date() - timedelta(days=200)
    after = (0, 60, 61, 80, 81, 120, 130, 140)
    return RoundCalendar(*(begin + timedelta(days=days) for days in after), zone=ZoneInfo("Asia/Almaty"))


def made_organisations() -> list[tuple[Any, frozenset[str]]]:
    """As many of every constituency that grades, each with its states, and a coordinator of the second."""
    from ubada.access.actors import Actor  # noqa: PLC0415 - Django is ready only now
    from ubada.assessments.rules.verdicts import VOICES  # noqa: PLC0415
    from ubada.organisations.services import begin_membership, create_account, create_organisation  # noqa: PLC0415

    system = Actor.system("bench")
    made = []
    for number in range(ORGANISATIONS):
        side = VOICES[number % len(VOICES)]
        # A state body and an ombudsman institution speak on one state, the others on all of them.
        states = (STATES[number // len(VOICES) % len(STATES)],) if side.value in ("STA", "NHR") else STATES
        one = create_organisation(
            actor=system, code=f"organisation-{number:02}", name={"en": f"Organisation {number}"}, states=states,
            constituency=side.value,
        )  # fmt: skip
        made.append((one, frozenset(states)))
    account = create_account(actor=system, email="bench@example.org", name="Bench")
    begin_membership(
        actor=system, account=account, organisation=made[1][0], role="coordinator", began_on=date(2020, 1, 1)
    )
    return made


def write_verdicts(count: int, organisations: Sequence[Any]) -> int:
    """Accepted verdicts, each with the version that a review left; one in ten stands on a text that is handed round."""
    from django.db import connection, transaction  # noqa: PLC0415 - Django is ready only now
    from psycopg.types.json import Jsonb  # noqa: PLC0415

    from ubada.assessments.models import ScopedCommitment  # noqa: PLC0415
    from ubada.kernel.canonical import record_hash  # noqa: PLC0415
    from ubada.kernel.ids import new_uid  # noqa: PLC0415

    keys = list(ScopedCommitment.objects.filter(round=CODE).values_list("state_commitment_id", flat=True))
    at = datetime.now(UTC)
    rows = list(made_up(count, keys, organisations))
    uids = [new_uid() for _ in rows]

    def verdicts() -> Iterator[tuple[Any, ...]]:
        for uid, (key, organisation, level, text, mark) in zip(uids, rows, strict=True):
            gap = "refused" if level == "IU" else ""
            yield (
                uid, CODE, key, organisation.pk, organisation.constituency, "accepted", 2, level, gap, "K2", "first",
                Jsonb({"en": text}), "", True, "", False, Jsonb([mark]), at, at, "", Jsonb({}),
            )  # fmt: skip

    def versions() -> Iterator[tuple[Any, ...]]:
        for uid, (_key, organisation, level, text, _mark) in zip(uids, rows, strict=True):
            content = {
                "constituency": organisation.constituency,
                "level": level,
                "narrative": {"en": text},
                "evidence": [],
            }
            yield uid, 2, "accept", Jsonb(content), record_hash(content), at

    with transaction.atomic(), connection.cursor() as cursor:
        copy_in(cursor, "assessments_assessment", VERDICT_COLUMNS, verdicts())
        copy_in(cursor, "assessments_assessmentversion", VERSION_COLUMNS, versions())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return len(rows)


VERDICT_COLUMNS = (
    "uid", "round_id", "state_commitment_id", "organisation_id", "constituency", "state", "version", "level", "gap",
    "cooperation", "trend", "narrative", "shared_draft", "has_declared", "conflict_of_interest", "is_name_protected",
    "fingerprints", "began_at", "submitted_at", "withdrawal_reason", "correction",
)  # fmt: skip
VERSION_COLUMNS = ("assessment_id", "number", "action", "content", "sha256", "made_at")


def made_up(count: int, keys: Sequence[str], organisations: Sequence[Any]) -> Iterator[tuple[str, Any, str, str, str]]:
    """Who says what on which commitment, spread evenly and the same every time."""
    from ubada.assessments.rules.drafting import fingerprint  # noqa: PLC0415 - Django is ready only now
    from ubada.assessments.rules.scale import Level  # noqa: PLC0415

    chance = random.Random(1)
    levels = [one.value for one in Level if one is not Level.NOT_ASSESSED]
    handed_round = [f"{REASONS * 8}Text {number}." for number in range(4)]
    marks = {text: fingerprint(text) for text in handed_round}
    places = [(key, one) for key in keys for one, states in organisations if key.rpartition("@")[2] in states]
    for place, (key, organisation) in enumerate(chance.sample(places, min(count, len(places)))):
        text = chance.choice(handed_round) if chance.random() < 0.1 else f"{REASONS * 8}Found at {place}."
        yield key, organisation, chance.choice(levels), text, marks.get(text) or fingerprint(text)


def copy_in(cursor: Any, table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows as PostgreSQL takes them fastest."""
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def bare_sql() -> dict[str, float]:
    """Reading the same rows, a median by group in SQL without the guard or names, and writing as many results."""
    from django.db import connection, transaction  # noqa: PLC0415 - Django is ready only now

    read = (
        "SELECT state_commitment_id, constituency, organisation_id, level, fingerprints, shared_draft "
        "FROM assessments_assessment WHERE round_id = %s"
    )
    grouped = (
        "SELECT state_commitment_id, constituency, percentile_disc(0.5) WITHIN GROUP (ORDER BY level), count(*) "
        "FROM assessments_assessment WHERE round_id = %s AND level <> 'IU' GROUP BY 1, 2"
    )

    def fetched(words: str) -> Callable[[], Any]:
        def act() -> None:
            with connection.cursor() as cursor:
                cursor.execute(words, [CODE])
                cursor.fetchall()

        return act

    def copied() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for name in ("position", "divergence"):
                table = f"assessments_{name}"
                cursor.execute(f"CREATE TEMP TABLE again_{name} (LIKE {table} INCLUDING INDEXES) ON COMMIT DROP")
                cursor.execute(f"INSERT INTO again_{name} SELECT * FROM {table}")

    return {
        "limit_read_the_same_rows_s": median(fetched(read)),
        "limit_group_by_in_sql_s": median(fetched(grouped)),
        "limit_write_the_same_results_s": median(copied),
    }


def drafts_of_a_sheet() -> dict[str, float]:
    """Drafts begun and saved in one transaction, as a sheet that comes back does, and how long others had to wait."""
    from django.db import transaction  # noqa: PLC0415 - Django is ready only now

    from ubada.access.actors import Actor  # noqa: PLC0415
    from ubada.assessments.models import Round  # noqa: PLC0415
    from ubada.assessments.services import begin_assessment, save_draft  # noqa: PLC0415
    from ubada.ledger.services import gathered  # noqa: PLC0415
    from ubada.organisations.models import Account  # noqa: PLC0415

    actor = Actor.of(Account.objects.get(email="bench@example.org"))
    keys = Round.objects.get(pk=CODE).scope.values_list("state_commitment", flat=True)[:DRAFTS]
    begun = time.perf_counter()
    with transaction.atomic():
        with gathered():
            for key in keys:
                one = begin_assessment(
                    actor=actor, round_code=CODE, state_commitment=key, organisation="organisation-01"
                )
                save_draft(actor=actor, uid=one.uid, seen_version=1, level="I2", narrative={"en": REASONS})
            written = time.perf_counter()
        appended = time.perf_counter()
        transaction.set_rollback(True)
    return {"n": DRAFTS, "s": round(appended - begun, 2), "ledger_held_s": round(appended - written, 2)}


def whole_list(path: str) -> dict[str, float]:
    """How long a whole list takes to put together, and how large it is."""
    from django.test import Client  # noqa: PLC0415 - Django is ready only now

    begun = time.perf_counter()
    size = sum(len(piece) for piece in Client(headers={"host": "localhost"}).get(path).streaming_content)
    return {"s": round(time.perf_counter() - begun, 1), "megabytes": round(size / 1e6, 1)}


def one_change(one: Any) -> dict[str, float]:
    """Positions and pairs of one commitment worked out anew, and reading its rows alone; milliseconds."""
    from ubada.assessments.services import refresh_results  # noqa: PLC0415 - Django is ready only now
    from ubada.assessments.services.results import open_verdicts  # noqa: PLC0415

    keys = list(one.scope.order_by("?").values_list("state_commitment_id", flat=True)[:CHANGES])
    return {
        "n": len(keys),
        **spread([clock(lambda key=key: refresh_results(one, key)) * 1000 for key in keys]),
        "limit_read_its_rows_p50_ms": spread([clock(lambda key=key: open_verdicts(one, key)) * 1000 for key in keys])[
            "p50_ms"
        ],
    }


def ask(paths: Sequence[str], *, signed_in: bool = False) -> dict[str, float] | None:
    """Milliseconds of the answers; None where there is no such page."""
    from django.test import Client  # noqa: PLC0415 - Django is ready only now

    from ubada.organisations.models import Account  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    if signed_in:
        client.force_login(Account.objects.get(email="bench@example.org"))
    first = client.get(paths[0])
    if first.status_code == 404:
        return None
    taken = []
    for path in paths:
        begun = time.perf_counter()
        answer = client.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            message = f"{path} answered {answer.status_code}"
            raise RuntimeError(message)
    return {"n": len(taken), **spread(taken), "kilobytes": round(len(answer.content) / 1024, 1)}


def spread(taken: Iterable[float]) -> dict[str, float]:
    """The middle and the ninety-fifth of a hundred."""
    ordered = sorted(taken)
    return {
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
    }


def median(act: Callable[[], Any]) -> float:
    """Seconds of an act, the median of a few times."""
    return statistics.median(clock(act) for _ in range(TIMES))


def clock(act: Callable[[], Any]) -> float:
    """Seconds by the clock."""
    begun = time.perf_counter()
    act()
    return round(time.perf_counter() - begun, 4)


if __name__ == "__main__":
    sys.exit(main())
