"""Keeps S3's objects below the engine's own folder; LocalStack puts those of every engine into one under /tmp."""

import os
import tempfile

from localstack.services.s3.storage.ephemeral import EphemeralS3ObjectStore


def patch() -> None:
    """Gives each object store a folder of this engine, whatever folder it is told."""
    build = EphemeralS3ObjectStore.__init__

    def init(self: EphemeralS3ObjectStore, root_directory: str | None = None) -> None:
        build(self, os.path.join(tempfile.gettempdir(), "s3"))

    EphemeralS3ObjectStore.__init__ = init
