"""How often event source mappings ask their sources: as AWS does, which LocalStack does not.

Queues: AWS long-polls; LocalStack short-polls with a back-off of one second and more. Waiting for up to 20 seconds gives
a message to its function at once, and leaves an idle engine idle.

Streams: AWS asks four times a second; LocalStack at its poll interval, which is short for the queues' sake and would
cost a third of a core for each idle stream.
"""

import time
from typing import Any

from localstack.services.lambda_.event_source_mapping.pollers.poller import EmptyPollResultsException
from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller
from localstack.services.lambda_.event_source_mapping.pollers.stream_poller import StreamPoller

QUEUE_WAIT_SECONDS = 20
IDLE_STREAM_SECONDS = 0.2


def long_poll_queues() -> None:
    """Makes every SQS poller wait in ReceiveMessage, and not between two of them."""
    build = SqsPoller.__init__
    poll = SqsPoller.poll_events

    def init(self: SqsPoller, *args: Any, **kwargs: Any) -> None:
        build(self, *args, **kwargs)
        receive = self.source_client.receive_message

        def receive_message(**request: Any) -> Any:
            # A batching window is waited for by LocalStack itself, which then fills the batch.
            if not request.get("WaitTimeSeconds"):
                request["WaitTimeSeconds"] = QUEUE_WAIT_SECONDS
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


def pace_streams() -> None:
    """Makes every stream poller pause after an answer without records."""
    get_records = StreamPoller.get_records

    def get_records_and_rest(self: StreamPoller, shard_iterator: str) -> dict[str, Any]:
        answer = get_records(self, shard_iterator)
        if not answer.get("Records"):
            time.sleep(IDLE_STREAM_SECONDS)
        return answer

    StreamPoller.get_records = get_records_and_rest
