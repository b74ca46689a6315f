"""Runs DynamoDB Local from the jars that Maven copied, where LocalStack would download its own package."""

import os
import subprocess
import tempfile
from pathlib import Path

from localstack.services.dynamodb.packages import DynamoDBLocalPackageInstaller
from localstack.services.dynamodb.server import DynamodbServer
from localstack.utils.run import ShellCommandThread
from localstack.utils.threads import TMP_THREADS

from switchboard_localstack import supervision

_MAIN_CLASS = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"


class DynamoDbThread(ShellCommandThread):
    """The thread LocalStack expects around its DynamoDB process; ours is registered with the reaper."""

    def do_run_cmd(self) -> None:
        """Runs the process once, until it ends."""
        with open(_log_file(), "ab") as log:
            self.process = process = supervision.spawn(
                self.cmd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=_home(),
                env={"PATH": os.environ["PATH"], "DDB_LOCAL_TELEMETRY": "0"},
            )
        self.started.set()
        process.wait()
        supervision.kill_group(process)


def patch() -> None:
    """Makes LocalStack's DynamoDB provider start our process on its dynamic port."""
    DynamoDBLocalPackageInstaller.install = lambda self, *args, **kwargs: None
    DynamodbServer._create_shell_command = _command
    DynamodbServer.do_start_thread = _start_thread


def _command(server: DynamodbServer) -> list[str]:
    home = _home()
    storage = ["-inMemory"] if server.in_memory else ["-dbPath", server.db_path]
    java = ["java", *server._get_java_vm_options(), f"-Xmx{server.heap_size}", f"-Djava.library.path={home}"]
    # Temporary files of the JVM (SQLite's library is unpacked there) belong into the state folder as well.
    java += [f"-Djava.io.tmpdir={tempfile.gettempdir()}", "-XX:-UsePerfData", "-cp", f"{home}/*", _MAIN_CLASS]
    return [*java, "-port", str(server.port), *storage, *(["-sharedDb"] if server.share_db else [])]


def _start_thread(server: DynamodbServer) -> DynamoDbThread:
    thread = DynamoDbThread(_command(server), auto_restart=True, name="dynamodb-local")
    TMP_THREADS.append(thread)
    thread.start()
    return thread


def _home() -> str:
    return os.environ["SWITCHBOARD_DYNAMODB_HOME"]


def _log_file() -> Path:
    return Path(os.environ["SWITCHBOARD_LOG_DIR"]) / "dynamodb-local.log"
