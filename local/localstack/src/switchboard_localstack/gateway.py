"""Binds LocalStack's gateway to the loopback interface, and ends the engine when its port is taken.

LocalStack reads the port of GATEWAY_LISTEN and ignores the address: it would answer the whole network.
"""

import os
from types import SimpleNamespace
from typing import Any

from localstack.runtime.server import twisted as server
from twisted.internet import endpoints
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure


class LoopbackEndpoint(endpoints.TCP4ServerEndpoint):
    """A listening socket on 127.0.0.1."""

    def __init__(self, reactor: Any, port: int) -> None:
        super().__init__(reactor, port, interface="127.0.0.1")

    def listen(self, factory: Any) -> "Deferred[Any]":
        """Listens at once; LocalStack would not look at the failure and run on without a gateway."""
        listening = super().listen(factory)
        listening.addErrback(_give_up)
        return listening


def patch() -> None:
    """Must run before LocalStack registers its gateway."""
    server.endpoints = SimpleNamespace(
        TCP4ServerEndpoint=LoopbackEndpoint, TCP6ServerEndpoint=endpoints.TCP6ServerEndpoint
    )


def _give_up(failure: Failure) -> None:
    print(f"The gateway cannot listen: {failure.getErrorMessage()}", flush=True)
    os._exit(1)
