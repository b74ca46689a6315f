"""Tells whether a folder of code has changed, for hot reloading."""

import os
from pathlib import Path


def code_version(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Path, size and time of every file below the folder, `node_modules` left out; equal means unchanged."""
    found: list[tuple[str, int, int]] = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "node_modules"]
        for name in files:
            path = os.path.join(root, name)
            try:
                status = os.stat(path)
            except FileNotFoundError:
                # A bundler replaces files while we look; the next invocation sees the new one.
                continue
            found.append((path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))
