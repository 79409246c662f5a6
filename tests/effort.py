"""How much work something may be: seconds of the processor, which other work on the machine does not lengthen.

The bounds are far above what is needed; what they keep out is a time that grows out of hand with the length of a text.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """The block takes this thread so many seconds of the processor at most."""
    began = time.thread_time()
    yield
    assert time.thread_time() - began < seconds
