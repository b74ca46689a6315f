"""What LocalStack finds through entry points: the executor and what is patched at start."""

from typing import Any

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessRuntimeExecutorPlugin(RuntimeExecutorPlugin):
    """Chosen by LAMBDA_RUNTIME_EXECUTOR=process."""

    name = "process"

    def load(self, *args: Any, **kwargs: Any) -> Any:
        """Answers the executor class; imported late, as LocalStack does with its own."""
        from switchboard_localstack.executor import ProcessRuntimeExecutor

        return ProcessRuntimeExecutor


@hooks.on_infra_start()
def use_host_dynamodb() -> None:
    """DynamoDB Local as a host process."""
    from switchboard_localstack.dynamodb import patch

    patch()


@hooks.on_infra_start()
def poll_like_aws() -> None:
    """Event source mappings ask queues and streams as on AWS."""
    from switchboard_localstack import polling

    polling.long_poll_queues()
    polling.pace_streams()


@hooks.on_infra_start()
def listen_on_loopback() -> None:
    """The gateway answers this machine only."""
    from switchboard_localstack.gateway import patch

    patch()


@hooks.on_infra_start()
def keep_objects_apart() -> None:
    """Objects of S3 lie in the folder of this engine."""
    from switchboard_localstack.object_store import patch

    patch()
