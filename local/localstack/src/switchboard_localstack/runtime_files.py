"""The files that child processes read, in a copy of this run's own.

The package can be installed anew while an engine runs, such as by a second terminal after a pull; the running engine
then still starts functions as it did before.
"""

import shutil
import tempfile
from pathlib import Path

_PACKAGE = Path(__file__).parent


def runtime_files() -> Path:
    """The folder that has `shim.py`, `reaper.py` and `node/`; copied when first asked for, which is at start."""
    global _folder
    if _folder is None:
        _folder = Path(tempfile.mkdtemp(prefix="runtime-"))
        for script in ("shim.py", "reaper.py"):
            shutil.copy(_PACKAGE / script, _folder)
        shutil.copytree(_PACKAGE / "node", _folder / "node")
    return _folder


_folder: Path | None = None
