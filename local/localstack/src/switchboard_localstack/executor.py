"""LocalStack's runtime executor for host processes: one instance per execution environment.

As on AWS, an environment outlives a process that failed: the process is thrown away, and the next invocation starts a
new one, a cold start into the same log stream.
"""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from localstack import config
from localstack.runtime import events
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from switchboard_localstack import outcomes
from switchboard_localstack.code_version import code_version
from switchboard_localstack.function_environment import function_environment
from switchboard_localstack.function_process import (
    AnswerTimedOut,
    FunctionProcess,
    MemoryExceeded,
    ProcessExited,
)
from switchboard_localstack.invocation_log import Measures, invocation_log
from switchboard_localstack.outcomes import Outcome

# AWS gives the initialisation ten seconds, and once that failed repeats it within the function's time-out.
INIT_SECONDS = 10.0

# Takes the request id, which an initialisation does not have yet.
MakeOutcome = Callable[[str], Outcome]


class ProcessRuntimeExecutor(RuntimeExecutor):
    """Runs a function version as a Node.js process."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id, function_version)
        self._config = function_version.config
        self._temporary = Path(tempfile.gettempdir()) / "environments" / id
        self._invocation = threading.Lock()
        self._stopped = False
        self._given: dict[str, object] = {}
        self._process: FunctionProcess | None = None
        self._init_seconds: float | None = None
        self._init_error: MakeOutcome | None = None
        self._code_version: object = None

    def start(self, env_vars: dict[str, str]) -> None:
        """Loads the handler. An error of that is kept for the invocation, which is where AWS reports it."""
        self._given = dict(env_vars)
        with self._invocation:
            self._start_process()

    def stop(self) -> None:
        """Ends the environment; an invocation under way ends first, unless the whole engine is stopping."""
        self._stopped = True
        self._end_if_stopped()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        """Runs one invocation to its end; does not raise."""
        with self._invocation:
            if self._process is None or self._died_idle(self._process) or self._code_changed():
                self._discard()
                self._start_process()
            result = self._invoke(payload)
        # Stopped meanwhile, the environment was left to us.
        self._end_if_stopped()
        return result

    def get_logs(self) -> str:
        """Nothing is kept: each invocation's log goes with its result."""
        return ""

    def get_address(self) -> str:
        """Functions run on this machine."""
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        """The host part of AWS_ENDPOINT_URL in a function."""
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        """Not used by our processes."""
        return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        """Unpacks the code."""
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        """LocalStack removes the unpacked code itself."""

    def _end_if_stopped(self) -> None:
        if self._stopped and (events.infra_stopping.is_set() or self._invocation.acquire(blocking=False)):
            self._discard()
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _start_process(self) -> None:
        runtime = str(self._config.runtime)
        self._init_error = self._init_seconds = None
        if not runtime.startswith("nodejs"):
            self._init_error = lambda request_id: outcomes.unsupported_runtime(runtime)
            return
        code = self._config.code.get_unzipped_code_location()
        self._temporary.mkdir(parents=True, exist_ok=True)
        configured = self._config.environment or {}
        environment = function_environment(self._given, code, self._temporary, runtime, configured)
        if self._config.code.is_hot_reloading():
            self._code_version = code_version(code)
        started = time.monotonic()
        self._process = FunctionProcess(_node(), code, environment, int(self._config.memory_size))
        self._init_error = self._init_error_of(self._process)
        self._init_seconds = time.monotonic() - started

    def _init_error_of(self, process: FunctionProcess) -> MakeOutcome | None:
        """None when the handler is loaded, else what makes the outcome of the invocation that is waiting for it."""
        timeout = float(self._config.timeout)
        try:
            answer = process.answer_to_start(INIT_SECONDS + timeout)
        except ProcessExited as exit:
            code = exit.code
            return lambda request_id: outcomes.exited(request_id, code)
        except MemoryExceeded:
            return outcomes.out_of_memory
        except AnswerTimedOut:
            return lambda request_id: outcomes.timed_out(request_id, timeout)
        error = answer.get("error")
        return (lambda request_id: outcomes.handler_error(error, ends_process=True)) if error else None

    def _invoke(self, payload: dict[str, str]) -> InvocationResult:
        request_id = payload["invoke-id"]
        process, init = self._process, self._init_seconds
        self._init_seconds = None
        before = process.output.take() if process else ""
        started = time.monotonic()
        outcome = self._init_error(request_id) if self._init_error else self._ask(payload)
        duration = time.monotonic() - started
        if outcome.ends_process:
            self._discard()
        measures = Measures(duration, init, process.memory.peak if process else 0, int(self._config.memory_size))
        output = process.output.take() if process else ""
        version = self.function_version.id.qualifier
        log = invocation_log(request_id, version, outcome, measures, before, output)
        return InvocationResult(request_id, outcome.payload, is_error=outcome.is_error, logs=log)

    def _ask(self, payload: dict[str, str]) -> Outcome:
        assert self._process is not None
        request_id, timeout = payload["invoke-id"], float(self._config.timeout)
        invocation = {
            "id": request_id,
            "functionArn": payload["invoked-function-arn"],
            "traceId": payload["trace-id"],
            "deadline": time.time() * 1000 + timeout * 1000,
            "event": payload["payload"],
        }
        try:
            answer = self._process.ask(request_id, invocation, timeout)
        except ProcessExited as exit:
            return outcomes.exited(request_id, exit.code)
        except MemoryExceeded:
            return outcomes.out_of_memory(request_id)
        except AnswerTimedOut:
            return outcomes.timed_out(request_id, timeout)
        if "error" in answer:
            return outcomes.handler_error(answer["error"], bool(answer.get("fatal")))
        return outcomes.response(str(answer.get("payload", "null")))

    def _died_idle(self, process: FunctionProcess) -> bool:
        # Nobody waited for it, so no invocation fails: AWS gives none to an environment that is gone. An error of loading
        # the handler is still owed to the invocation that waits for it.
        return self._init_error is None and not process.is_alive

    def _code_changed(self) -> bool:
        code = self._config.code
        return code.is_hot_reloading() and code_version(code.get_unzipped_code_location()) != self._code_version

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()


def _node() -> str:
    return os.environ["SWITCHBOARD_NODE"]
