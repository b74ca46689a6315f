"""LocalStack 4.13.1 is built for Python 3.13; on 3.10 to 3.12 two standard-library names behave as they do there."""

import _thread
import sys
import threading
import uuid
from hashlib import sha1


class Lock:
    """`Lock | None` in an annotation needs a class; before 3.13 the name is a function."""

    def __new__(cls) -> _thread.LockType:  # type: ignore[misc]
        return _thread.allocate_lock()


def apply() -> None:
    """Patches the running interpreter where it is older than 3.13; must run before LocalStack is imported."""
    if sys.version_info >= (3, 13):
        return
    threading.Lock = Lock  # type: ignore[assignment,misc]
    uuid5_of_text = uuid.uuid5

    def uuid5(namespace: uuid.UUID, name: str | bytes) -> uuid.UUID:
        """KMS names a key by bytes, which uuid5 takes from 3.12 on."""
        if isinstance(name, bytes):
            return uuid.UUID(bytes=sha1(namespace.bytes + name).digest()[:16], version=5)
        return uuid5_of_text(namespace, name)

    uuid.uuid5 = uuid5  # type: ignore[assignment]
