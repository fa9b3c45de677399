"""The whole site as its operator sees it: started, looked at, disturbed and stopped."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.cli.processes import PATIENCE, Installation, address_from, end, status_of, wait_until

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes under /proc")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_site_answers_and_stops_without_leaving_a_process(
    installation: Installation, number: signal.Signals
) -> None:
    process = installation.serve()
    address = address_from(process)
    assert status_of(f"{address}robots.txt") == 200
    assert installation.processes_named("gunicorn")
    assert installation.processes_named(" worker")
    assert installation.processes_named("postgres")
    status, errors = end(process, number)
    assert status == 0, errors
    assert "Traceback" not in errors
    assert installation.processes() == {}


def test_the_whole_site_stays_far_below_half_a_gigabyte(installation: Installation) -> None:
    process = installation.serve()
    status_of(f"{address_from(process)}robots.txt")
    kilobytes = 0
    for pid in installation.processes():
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    end(process)
    assert 30 < kilobytes / 1024 < 400


def test_a_second_serve_is_refused_and_names_the_first(installation: Installation) -> None:
    process = installation.serve()
    address = address_from(process)
    second = installation.run("serve", "--port", 0)
    assert second.returncode == 1
    assert f"process {process.pid}" in second.stderr
    assert status_of(f"{address}robots.txt") == 200
    assert end(process)[0] == 0


def test_a_taken_port_is_said_at_once(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        finished = installation.run("serve", "--port", port)
    assert finished.returncode == 1
    assert finished.stderr == (
        f"ubada: Port {port} on 127.0.0.1 cannot be used: Address already in use. Choose another one with --port.\n"
    )
    assert installation.processes() == {}


def test_other_commands_use_the_running_database_and_leave_it_running(installation: Installation) -> None:
    process = installation.serve()
    address = address_from(process)
    doctor = installation.run("doctor", "--format", "json")
    assert doctor.returncode == 0, doctor.stdout
    assert installation.processes_named("postgres")
    assert status_of(f"{address}robots.txt") == 200
    assert end(process)[0] == 0
    assert installation.processes() == {}


def test_a_killed_worker_and_a_killed_web_server_come_back(installation: Installation) -> None:
    process = installation.serve()
    address = address_from(process)
    worker = installation.processes_named(" worker")
    web = min(installation.processes_named("gunicorn"))
    os.kill(worker[0], signal.SIGKILL)
    os.kill(web, signal.SIGKILL)
    assert wait_until(lambda: set(installation.processes_named(" worker")) - set(worker))
    assert status_of(f"{address}robots.txt") == 200
    status, errors = end(process)
    assert status == 0
    assert "The worker process died (signal 9)" in errors
    assert "The web process died (signal 9)" in errors
    assert installation.processes() == {}


def test_everything_ends_when_the_supervisor_is_killed(installation: Installation) -> None:
    process = installation.serve()
    address_from(process)
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert wait_until(lambda: installation.processes() == {}, seconds=40), installation.processes()
    again = installation.serve()
    assert status_of(f"{address_from(again)}robots.txt") == 200
    assert end(again)[0] == 0


def test_a_stop_during_the_preparation_is_a_stop(installation: Installation) -> None:
    process = installation.serve()
    assert wait_until(lambda: installation.processes_named(" init"))
    status, _ = end(process)
    assert status == 0
    assert wait_until(lambda: installation.processes() == {})


def test_a_worker_alone_stops_on_a_signal_and_gives_the_database_back(installation: Installation) -> None:
    worker = installation.start("worker")
    # Its listening connection is open once it waits for jobs.
    assert wait_until(lambda: installation.processes_named("postgres: ubada: ubada"))
    assert wait_until(lambda: "LISTEN" in installation.statements())
    assert end(worker)[0] == 0
    assert installation.processes() == {}


def test_a_site_whose_code_is_broken_is_not_started(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "broken_urls.py").write_text("no_such_name\n", encoding="utf-8")
    (tmp_path / "broken_settings.py").write_text(
        "from ubada.config.settings import *\nROOT_URLCONF = 'broken_urls'\n", encoding="utf-8"
    )
    installation.more = {"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "broken_settings"}
    try:
        finished = installation.run("serve", "--port", "0")
    finally:
        installation.more = {}
    assert finished.returncode == 1
    assert "name 'no_such_name' is not defined" in finished.stderr
    assert "The site was not started" in finished.stderr
    assert finished.stdout == ""
    assert installation.processes() == {}
