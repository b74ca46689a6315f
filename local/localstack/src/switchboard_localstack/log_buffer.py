"""Keeps what a function writes until its invocation ends, up to a limit."""

from threading import Lock

# AWS streams logs and has no such limit; here one invocation is one PutLogEvents call.
MAX_BYTES = 1024 * 1024
# CloudWatch Logs refuses longer events.
MAX_LINE_CHARACTERS = 256 * 1024 - 64


class LogBuffer:
    """Any bytes in, text out; what goes over the limit is counted and said, not kept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pieces: list[bytes] = []
        self._size = 0
        self._dropped = 0

    def append(self, data: bytes) -> None:
        """Adds output of the process."""
        with self._lock:
            kept = data[: max(0, MAX_BYTES - self._size)]
            self._size += len(kept)
            self._dropped += len(data) - len(kept)
            if kept:
                self._pieces.append(kept)

    def take(self) -> str:
        """Answers the text since the last call, ending with a newline if there is any, and forgets it."""
        with self._lock:
            text = b"".join(self._pieces).decode("utf-8", "replace")
            dropped = self._dropped
            self._pieces, self._size, self._dropped = [], 0, 0
        lines = [part for line in text.split("\n") for part in _split(line)]
        text = "\n".join(lines)
        if text and not text.endswith("\n"):
            text += "\n"
        return text + (f"[{dropped} more bytes of output dropped by the local engine]\n" if dropped else "")


def _split(line: str) -> list[str]:
    starts = range(0, max(1, len(line)), MAX_LINE_CHARACTERS)
    return [line[start : start + MAX_LINE_CHARACTERS] for start in starts]
