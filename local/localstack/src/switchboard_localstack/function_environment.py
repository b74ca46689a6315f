"""The environment variables of a function process."""

import os
from collections.abc import Mapping
from pathlib import Path

from switchboard_localstack.runtime_files import runtime_files

# LocalStack's variables for the init process of its containers, but for the one it documents for functions.
_INTERNAL = "LOCALSTACK_"
_DOCUMENTED = "LOCALSTACK_HOSTNAME"


def function_environment(
    given: Mapping[str, object], code: Path, temporary: Path, runtime: str, configured: Mapping[str, str]
) -> dict[str, str]:
    """AWS's variables and the function's own; of the host's environment only PATH.

    `given` is LocalStack's set, with the function's own (`configured`) already in it, which win over everything here.
    """
    variables = {
        name: str(value) for name, value in given.items() if name == _DOCUMENTED or not name.startswith(_INTERNAL)
    }
    return {
        "PATH": os.environ["PATH"],
        # AWS has /tmp; here each environment gets a folder, so that functions see no files of each other.
        "TMPDIR": str(temporary),
        "LANG": "en_US.UTF-8",
        **variables,
        "TZ": "UTC",
        "LAMBDA_TASK_ROOT": str(code),
        "LAMBDA_RUNTIME_DIR": str(runtime_files() / "node"),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        **configured,
    }
