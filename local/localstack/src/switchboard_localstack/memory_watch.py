"""Measures the resident memory of a function process and says when it is over its limit."""

import psutil

# AWS counts the whole sandbox, and an empty Node.js there takes about 60 MB of the function's memory. Ours is the
# developer's Node, whose shared pages count as resident too; the allowance keeps a function that fits on AWS alive here.
NODE_ALLOWANCE_BYTES = 64 * 1024 * 1024


class MemoryWatch:
    """Peak and limit of one process, its worker threads included, its child processes not; sizes in bytes."""

    def __init__(self, pid: int, memory_size_mb: int) -> None:
        self._process = psutil.Process(pid)
        self._limit = memory_size_mb * 1024 * 1024 + NODE_ALLOWANCE_BYTES
        self.peak = 0

    def is_over_limit(self) -> bool:
        """Takes a sample; a process that has just ended is not over."""
        try:
            resident = self._process.memory_info().rss
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            return False
        self.peak = max(self.peak, resident)
        return resident > self._limit

    def note_peak(self) -> None:
        """Takes the kernel's own peak where it tells (Linux), else one more sample."""
        try:
            with open(f"/proc/{self._process.pid}/status") as status:
                kilobytes = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
            self.peak = max(self.peak, int(kilobytes) * 1024)
        except (OSError, StopIteration, ValueError):
            self.is_over_limit()
