"""Stops the engine when the process that started it is gone, however it went.

The parent gives us a pipe as standard input and never writes to it. The kernel closes its end when the parent ends,
also on SIGKILL, and reading then answers end of file.
"""

import os
import signal
import stat
import threading
import time

# A clean stop takes about a second; after this long something hangs and the reaper cleans up behind a hard exit.
GRACE_SECONDS = 10.0


def watch() -> None:
    """Watches standard input if it is a pipe or a socket; does nothing when started by hand from a terminal."""
    mode = os.fstat(0).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return
    # Nobody else may read from the pipe, and no child may inherit it.
    pipe = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    threading.Thread(target=_stop_at_end_of, args=(pipe,), name="parent-watch", daemon=True).start()


def _stop_at_end_of(pipe: int) -> None:
    while _read(pipe):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def _read(pipe: int) -> bytes:
    try:
        return os.read(pipe, 4096)
    except OSError:
        return b""
