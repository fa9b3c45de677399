from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from ubada.cli import supervisor as module
from ubada.cli.supervisor import Child, Supervisor
from ubada.kernel.errors import UbadaError

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN_CODE = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def ends(pid: int) -> bool:
    """Whether the process is gone soon: one that was sent SIGKILL and is not our child dies in its own time."""
    end = time.monotonic() + 20
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


def test_a_signal_ends_the_watch_and_every_child() -> None:
    child = Child("sleeper", SLEEPER)
    with Supervisor([child]).running() as supervisor:
        assert child.process is not None
        pid = child.process.pid
        os.kill(os.getpid(), signal.SIGTERM)
        supervisor.watch()
        assert alive(pid)
    assert not alive(pid)


def test_a_child_has_a_process_group_of_its_own() -> None:
    child = Child("sleeper", SLEEPER)
    with Supervisor([child]).running():
        assert child.process is not None
        assert os.getpgid(child.process.pid) == child.process.pid


def test_a_child_that_dies_is_started_again(capfd: pytest.CaptureFixture[str]) -> None:
    child = Child("sleeper", SLEEPER)
    with Supervisor([child]).running() as supervisor:
        assert child.process is not None
        first = child.process.pid
        os.kill(first, signal.SIGKILL)
        end = time.monotonic() + 20
        while child.process is None or child.process.pid == first:
            supervisor.wait(0.2)
            supervisor.tend()
            assert time.monotonic() < end
    assert "The sleeper process died (signal 9); starting it again in 1 s." in capfd.readouterr().err


def test_the_pause_before_a_restart_doubles_up_to_a_minute() -> None:
    child = Child("failing", ("false",))
    pauses = []
    for _ in range(9):
        child.started = time.monotonic()
        assert child.note_death()
        assert child.restart_at is not None
        pauses.append(round(child.restart_at - time.monotonic()))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_child_that_ran_well_for_a_while_starts_with_a_short_pause_again() -> None:
    child = Child("long-lived", SLEEPER, deaths_allowed=1)
    child.started = time.monotonic()
    assert child.note_death()
    child.started = time.monotonic() - module.STEADY_SECONDS - 1
    assert child.note_death()
    assert child.deaths == 1


def test_a_child_that_keeps_dying_ends_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.0)
    steady = Child("steady", SLEEPER)
    failing = Child("failing", (sys.executable, "-c", "raise SystemExit(3)"), deaths_allowed=2)
    with Supervisor([failing, steady]).running() as supervisor:
        assert steady.process is not None
        pid = steady.process.pid
        with pytest.raises(UbadaError, match=r"The failing process died 3 times in a row \(exit status 3\)"):
            supervisor.watch()
        assert alive(pid)
    assert not alive(pid)


def test_a_child_that_will_not_stop_is_killed_with_its_own_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = Child("stubborn", (sys.executable, "-c", STUBBORN_CODE, str(note)))
    with Supervisor([child], patience=0.5).running() as supervisor:
        end = time.monotonic() + 20
        while not (note.exists() and note.read_text(encoding="ascii")):
            supervisor.wait(0.1)
            assert time.monotonic() < end
        grandchild = int(note.read_text(encoding="ascii"))
        assert alive(grandchild)
    assert ends(grandchild)


def test_the_handlers_of_before_are_back_afterwards() -> None:
    before = [signal.getsignal(number) for number in (*module.STOP_SIGNALS, signal.SIGCHLD)]
    with Supervisor([]).running():
        pass
    assert [signal.getsignal(number) for number in (*module.STOP_SIGNALS, signal.SIGCHLD)] == before
