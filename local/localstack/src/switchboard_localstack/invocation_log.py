"""The lines AWS puts around what a function writes."""

import math
from dataclasses import dataclass
from datetime import datetime, timezone

from switchboard_localstack.outcomes import Outcome


@dataclass(frozen=True)
class Measures:
    """What the REPORT line says; times in seconds, memory in bytes, `init` only for a cold start."""

    duration: float
    init: float | None
    peak_memory: int
    memory_size_mb: int


def invocation_log(request_id: str, version: str, outcome: Outcome, measures: Measures, init: str, output: str) -> str:
    """Composes the log of one invocation; `init` is what was written before the handler was called."""
    last_words = _last_words(request_id, outcome)
    head = f"INIT_START Runtime Version: nodejs (local engine)\n{init}" if measures.init is not None else init
    start = f"START RequestId: {request_id} Version: {version}\n"
    return f"{head}{start}{output}{last_words}END RequestId: {request_id}\n{_report(request_id, outcome, measures)}"


def _last_words(request_id: str, outcome: Outcome) -> str:
    """AWS's sandbox speaks for a process that can no longer do so."""
    if outcome.sandbox_message is None:
        return ""
    if outcome.status == "timeout":
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        return f"{now}Z {request_id} {outcome.sandbox_message}\n"
    return f"RequestId: {request_id} Error: {outcome.sandbox_message}\n{outcome.error_type}\n"


def _report(request_id: str, outcome: Outcome, measures: Measures) -> str:
    duration, init = measures.duration * 1000, (measures.init or 0.0) * 1000
    fields = [
        f"REPORT RequestId: {request_id}",
        f"Duration: {duration:.2f} ms",
        # The initialisation is billed since August 2025.
        f"Billed Duration: {math.ceil(duration + init)} ms",
        f"Memory Size: {measures.memory_size_mb} MB",
        f"Max Memory Used: {math.ceil(measures.peak_memory / 1024 / 1024)} MB",
    ]
    if measures.init is not None:
        fields.append(f"Init Duration: {init:.2f} ms")
    if outcome.is_error:
        fields.append(f"Status: {outcome.status}")
    if outcome.status == "error":
        fields.append(f"Error Type: {outcome.error_type}")
    return "\t".join(fields) + "\t\n"
