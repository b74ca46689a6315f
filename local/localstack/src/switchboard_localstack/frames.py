"""Reads the messages a function process sends, and nothing else that may arrive on the same socket.

A frame is one line: the process's random token, a space, a JSON object. The bootstrap starts every frame with a newline
of its own, so that bytes a handler wrote before cannot become part of it. What has no token is dropped.
"""

import json
from typing import Any

# A response of 6 MB, twice escaped, and some room. What is longer is not from the bootstrap.
MAX_FRAME_BYTES = 24 * 1024 * 1024


class FrameReader:
    """Turns bytes, in pieces of any size, into the messages that carry the token."""

    def __init__(self, token: str) -> None:
        self._prefix = token.encode() + b" "
        self._pieces: list[bytes] = []
        self._size = 0
        self._skipping = False

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """Takes the next bytes; answers the messages they complete."""
        first, *others = data.split(b"\n")
        self._add(first)
        messages = []
        for piece in others:
            messages.append(self._finish_line())
            self._add(piece)
        return [message for message in messages if message is not None]

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > MAX_FRAME_BYTES:
            self._skipping = True
            self._pieces = []
        if not self._skipping:
            self._pieces.append(piece)

    def _finish_line(self) -> dict[str, Any] | None:
        line = b"".join(self._pieces)
        self._pieces, self._size, self._skipping = [], 0, False
        if not line.startswith(self._prefix):
            return None
        try:
            message = json.loads(line[len(self._prefix) :])
        except ValueError:
            return None
        return message if isinstance(message, dict) else None
