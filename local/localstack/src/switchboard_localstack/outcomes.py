"""How an invocation can end, in AWS's words."""

import json
import signal
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """A response or an error.

    `ends_process` says that the process must not see another invocation; `sandbox_message` is what AWS's sandbox, not
    the function, has to say about it.
    """

    payload: bytes
    status: str = "success"
    error_type: str | None = None
    ends_process: bool = False
    sandbox_message: str | None = None

    @property
    def is_error(self) -> bool:
        """True for everything but a response."""
        return self.status != "success"


def response(payload: str) -> Outcome:
    """The handler answered."""
    return Outcome(payload.encode())


def handler_error(error: dict[str, Any], ends_process: bool) -> Outcome:
    """The handler, or loading it, threw; the error is what the bootstrap made of it."""
    return Outcome(json.dumps(error).encode(), "error", str(error.get("errorType", "Error")), ends_process)


def timed_out(request_id: str, seconds: float) -> Outcome:
    """The time-out of the function passed; its process is killed."""
    return _ended(request_id, "Sandbox.Timedout", f"Task timed out after {seconds:.2f} seconds", status="timeout")


def out_of_memory(request_id: str) -> Outcome:
    """The watchdog killed the process, as AWS's sandbox does."""
    return _ended(request_id, "Runtime.OutOfMemory", "Runtime exited with error: signal: killed")


def exited(request_id: str, code: int) -> Outcome:
    """The process ended by itself, or something killed it; a negative code is a signal, as `subprocess` has it."""
    if code == 0:
        return _ended(request_id, "Runtime.ExitError", "Runtime exited without providing a reason")
    reason = f"exit status {code}" if code > 0 else f"signal: {_signal_name(-code)}"
    return _ended(request_id, "Runtime.ExitError", f"Runtime exited with error: {reason}")


def unsupported_runtime(runtime: str) -> Outcome:
    """Not an outcome AWS has: without Docker there is only Node.js."""
    message = f"The host engine runs Node.js functions only, not {runtime}; use the Docker engine for this function"
    return handler_error({"errorType": "Runtime.InvalidRuntime", "errorMessage": message}, True)


def _ended(request_id: str, error_type: str, reason: str, status: str = "error") -> Outcome:
    error = {"errorType": error_type, "errorMessage": f"RequestId: {request_id} Error: {reason}"}
    return Outcome(json.dumps(error).encode(), status, error_type, True, reason)


def _signal_name(number: int) -> str:
    names = {signal.SIGKILL: "killed", signal.SIGABRT: "aborted", signal.SIGSEGV: "segmentation fault"}
    return names.get(number, signal.Signals(number).name if number in set(signal.Signals) else str(number))
