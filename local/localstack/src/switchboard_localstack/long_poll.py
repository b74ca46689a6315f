"""AWS long-polls a queue for its event source mapping; LocalStack short-polls with a back-off of one second and more.

Waiting for up to 20 seconds gives a message to its function at once, and leaves an idle engine idle.
"""

from typing import Any

from localstack.services.lambda_.event_source_mapping.pollers.poller import EmptyPollResultsException
from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller

WAIT_SECONDS = 20


def patch() -> None:
    """Makes every SQS poller wait in ReceiveMessage, and not between two of them."""
    build = SqsPoller.__init__
    poll = SqsPoller.poll_events

    def init(self: SqsPoller, *args: Any, **kwargs: Any) -> None:
        build(self, *args, **kwargs)
        receive = self.source_client.receive_message

        def receive_message(**request: Any) -> Any:
            # A batching window is waited for by LocalStack itself, which then fills the batch.
            if not request.get("WaitTimeSeconds"):
                request["WaitTimeSeconds"] = WAIT_SECONDS
                request.pop("sqs_override_wait_time_seconds", None)
            return receive(**request)

        self.source_client.receive_message = receive_message

    def poll_events(self: SqsPoller) -> None:
        try:
            poll(self)
        except EmptyPollResultsException:
            # Told of an empty poll, the worker backs off for up to ten seconds, in which a message would lie there.
            return

    SqsPoller.__init__ = init
    SqsPoller.poll_events = poll_events
