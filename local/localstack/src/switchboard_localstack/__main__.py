"""Starts the engine: reaper first, so that nothing started later can outlive us; then the parent watch; then LocalStack."""

import os
import sys

from switchboard_localstack import parent_watch, python_compat, supervision


def main() -> None:
    """Runs LocalStack until a signal, or until the process that started us is gone."""
    # The log file must show each line when it is written: it is what a failed start is explained by.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    supervision.start_reaper()
    parent_watch.watch()
    python_compat.apply()

    from localstack.runtime.main import main as run_localstack

    try:
        run_localstack()
    except SystemExit as stopped:
        # LocalStack has cleaned up. Python would now wait for threads that still try to reach the closed gateway.
        sys.stdout.flush()
        os._exit(stopped.code if isinstance(stopped.code, int) else 1)


if __name__ == "__main__":
    main()
