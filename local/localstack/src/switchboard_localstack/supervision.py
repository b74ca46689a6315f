"""Starts child processes that cannot outlive the engine, and kills them with everything they started."""

import os
import signal
import subprocess
import sys
from typing import Any

from switchboard_localstack.runtime_files import runtime_files

# -I and -S: no site packages and no PYTHON* variables; the scripts need neither, and so start in a few milliseconds.
_PYTHON = [sys.executable, "-I", "-S"]
_registration_pipe = -1


def start_reaper() -> None:
    """Starts the reaper process. SWITCHBOARD_DONE_FD, if set, stays open until the reaper has finished its work."""
    global _registration_pipe
    read_end, _registration_pipe = os.pipe()
    done = int(os.environ.pop("SWITCHBOARD_DONE_FD", "-1"))
    subprocess.Popen(
        [*_PYTHON, str(runtime_files() / "reaper.py"), str(read_end)],
        pass_fds=[read_end] if done < 0 else [read_end, done],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_end)
    if done >= 0:
        os.close(done)


def spawn(program: list[str], pass_fds: tuple[int, ...] = (), **options: Any) -> "subprocess.Popen[bytes]":
    """Starts a program as leader of a process group that the reaper knows of before the program runs."""
    return subprocess.Popen(
        [*_PYTHON, str(runtime_files() / "shim.py"), str(_registration_pipe), *program],
        pass_fds=(_registration_pipe, *pass_fds),
        start_new_session=True,
        **options,
    )


def kill_group(process: "subprocess.Popen[bytes]") -> int:
    """Kills the process and its group, waits for the process, withdraws it from the reaper; answers its exit code."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # The group is gone, or on macOS consists of zombies only.
        pass
    code = process.wait()
    # From here on the number may be given to somebody else's process, which the reaper must not kill.
    os.write(_registration_pipe, b"-%d\n" % process.pid)
    return code
