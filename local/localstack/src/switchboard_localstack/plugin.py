"""What LocalStack finds through entry points: the executor and the two patches applied at start."""

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
def long_poll_queues() -> None:
    """Event source mappings of queues wait as on AWS."""
    from switchboard_localstack.long_poll import patch

    patch()
