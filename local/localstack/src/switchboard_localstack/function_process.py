"""One Node.js process that runs one function, one invocation at a time.

Three ways lead to it. Standard input carries one line, token and descriptor of the control socket, and is then closed.
The control socket carries invocations and answers. Standard output and error carry what the function writes, and are
never understood as anything else.
"""

import json
import os
import secrets
import selectors
import socket
import subprocess
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any

from switchboard_localstack import supervision
from switchboard_localstack.frames import FrameReader
from switchboard_localstack.log_buffer import LogBuffer
from switchboard_localstack.memory_watch import MemoryWatch
from switchboard_localstack.runtime_files import runtime_files

MEMORY_SAMPLE_SECONDS = 0.05
# What a process may still write after its answer is read up to here, so that a flood cannot hold the answer back.
DRAIN_BYTES = 4 * 1024 * 1024


class ProcessExited(Exception):
    """The process ended instead of answering; `code` as `subprocess` has it."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


class AnswerTimedOut(Exception):
    """No answer in time; the process is killed."""


class MemoryExceeded(Exception):
    """The process grew over its limit; it is killed."""


class FunctionProcess:
    """Starts at once; `answer_to_start` waits for the handler to be loaded, `ask` for the answer to one invocation."""

    def __init__(self, node: str, code: Path, environment: dict[str, str], memory_size_mb: int) -> None:
        self.output = LogBuffer()
        token = secrets.token_hex(16)
        self._frames = FrameReader(token)
        self._lock = threading.Lock()
        self._killed = False
        self._awaited: tuple[str, Future[dict[str, Any]]] = ("start", Future())
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = supervision.spawn(
                [node, f"--max-old-space-size={memory_size_mb}", str(runtime_files() / "node" / "bootstrap.mjs")],
                pass_fds=(theirs.fileno(),),
                cwd=str(code),
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            self._tell_secret(token, theirs.fileno())
        self.memory = MemoryWatch(self._process.pid, memory_size_mb)
        self._reader = threading.Thread(target=self._read, name=f"function-{self._process.pid}", daemon=True)
        self._reader.start()

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def answer_to_start(self, seconds: float) -> dict[str, Any]:
        """Waits for `ready` or `initError`; raises the exceptions of this module."""
        return self._wait(self._awaited[1], seconds)

    def ask(self, request_id: str, invocation: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Sends one invocation and waits for its answer; raises the exceptions of this module."""
        answer: Future[dict[str, Any]] = Future()
        with self._lock:
            self._awaited = (request_id, answer)
            if self._killed:
                answer.set_exception(ProcessExited(self._process.returncode))
        # A process that does not read must not hold this thread longer than its time-out.
        threading.Thread(target=self._send, args=(invocation,), daemon=True).start()
        return self._wait(answer, seconds)

    def kill(self) -> None:
        """Ends the process and its group; harmless when repeated."""
        with self._lock:
            if not self._killed:
                self._killed = True
                supervision.kill_group(self._process)
            if not self._awaited[1].done():
                self._awaited[1].set_exception(ProcessExited(self._process.returncode))

    def _tell_secret(self, token: str, descriptor: int) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as pipe:
                pipe.write(json.dumps({"token": token, "descriptor": descriptor}).encode())
        except BrokenPipeError:
            # It died at once; the reading thread will find out and say so.
            pass

    def _send(self, invocation: dict[str, Any]) -> None:
        try:
            self._control.sendall(json.dumps(invocation).encode() + b"\n")
        except OSError:
            # Its end is closed: the reading thread sees that too, and gives the reason.
            pass

    def _wait(self, answer: "Future[dict[str, Any]]", seconds: float) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                return answer.result(timeout=min(left, MEMORY_SAMPLE_SECONDS))
            except FutureTimeout:
                if self.memory.is_over_limit():
                    self._kill_and_read_the_rest()
                    raise MemoryExceeded from None
        self._kill_and_read_the_rest()
        raise AnswerTimedOut

    def _kill_and_read_the_rest(self) -> None:
        self.kill()
        self._reader.join(timeout=2)

    def _read(self) -> None:
        assert self._process.stdout is not None
        output = self._process.stdout.fileno()
        os.set_blocking(output, False)
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(output, selectors.EVENT_READ, self._read_output)
                selector.register(self._control, selectors.EVENT_READ, self._read_control)
                self._serve(selector)
        finally:
            self._finish(output)

    def _serve(self, selector: selectors.BaseSelector) -> None:
        """Until the control socket ends, which is when the process ends or gives it up."""
        while True:
            for key, _ in selector.select():
                if key.data():
                    continue
                if key.fileobj is self._control:
                    return
                selector.unregister(key.fileobj)

    def _read_output(self) -> int:
        """Reads one piece of output; 0 at its end."""
        try:
            data = os.read(self._process.stdout.fileno(), 65536)  # type: ignore[union-attr]
        except BlockingIOError:
            return -1
        self.output.append(data)
        return len(data)

    def _read_control(self) -> bool:
        try:
            data = self._control.recv(65536)
        except OSError:
            return False
        for message in self._frames.feed(data):
            self._accept(message)
        return bool(data)

    def _accept(self, message: dict[str, Any]) -> None:
        """Takes the answer that is waited for; there is no other that could be right."""
        with self._lock:
            awaited, answer = self._awaited
        if message.get("id") == awaited and not answer.done():
            # The bootstrap makes writing synchronous: what came before the answer is in the pipe by now.
            self._drain()
            self.memory.note_peak()
            answer.set_result(message)

    def _drain(self) -> None:
        read = 0
        while read < DRAIN_BYTES and (size := self._read_output()) > 0:
            read += size

    def _finish(self, output: int) -> None:
        try:
            # Closing the socket comes before the end of the process, whose own exit code is wanted, not that of our kill.
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            pass
        self._drain()
        self.kill()
        self._control.close()
        self._process.stdout.close()  # type: ignore[union-attr]
