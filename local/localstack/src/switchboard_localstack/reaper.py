"""Kills every process group the engine started, once the engine itself is gone. Run as a script; standard library only.

Arguments: the read end of the registration pipe, and a descriptor to hold open until everything is killed (or -1).
Lines on the pipe: `+PID` (that process group now exists) and `-PID` (it is gone). The engine holds the write end; so
does each child's shim until it has registered itself. End of file therefore means: the engine is dead, and no child
is still on its way.
"""

import os
import signal
import sys
import time

# A killed process that nobody waits for stays a zombie, so waiting for it to be gone has to end at some point.
WAIT_SECONDS = 3.0


def main(pipe: int) -> None:
    """Collects registrations until end of file, then kills what is registered."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    kill_all(registered_groups(pipe))


def registered_groups(pipe: int) -> set[int]:
    """Reads the pipe to its end and answers the process groups registered and not withdrawn."""
    groups: set[int] = set()
    rest = b""
    while chunk := os.read(pipe, 65536):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            change = groups.add if line[:1] == b"+" else groups.discard
            change(int(line[1:]))
    return groups


def kill_all(groups: set[int]) -> None:
    """Sends SIGKILL to each group and waits for a short time until all are gone."""
    end = time.monotonic() + WAIT_SECONDS
    while (groups := {group for group in groups if _kill(group)}) and time.monotonic() < end:
        time.sleep(0.02)


def _kill(group: int) -> bool:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main(int(sys.argv[1]))
