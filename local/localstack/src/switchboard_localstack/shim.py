"""Registers itself with the reaper, then becomes the program. Run as a script; standard library only.

Arguments: the write end of the registration pipe, then the program and its arguments. We already lead a process group
of our own. Writing before closing, and closing before exec, is what leaves no moment in which the engine can die
without the reaper knowing of this process.
"""

import os
import resource
import sys


def main(pipe: int, program: list[str]) -> None:
    """Never returns: replaces this process."""
    os.write(pipe, b"+%d\n" % os.getpid())
    os.close(pipe)
    # Python sets this for itself where the locale is not installed; the program gets what it was given.
    os.environ.pop("LC_CTYPE", None)
    # V8 aborts when its heap is full; a core file of that is of no use to anyone.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(program[0], program)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
