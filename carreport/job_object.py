"""Limit a process on Windows, where only a job object can do that.

A job has the limits of one process. Windows ends the process when the last handle of its job is
closed, so a worker never outlives the program that started it, even if that is killed.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Protocol

CURRENT_PROCESS = -1
"""The handle that stands for the process that uses it."""
_EXTENDED_LIMITS = 9
_PROCESS_TIME = 0x2
_ACTIVE_PROCESSES = 0x8
_PROCESS_MEMORY = 0x100
_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_KILL_ON_JOB_CLOSE = 0x2000
_TICKS_PER_SECOND = 10_000_000


class JobLimits(ctypes.Structure):
    """The structure JOBOBJECT_EXTENDED_LIMIT_INFORMATION of the Windows API."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Kernel(Protocol):
    """The functions of kernel32.dll that job objects need; a zero means that a call has failed."""

    def CreateJobObjectW(self, attributes: None, name: None, /) -> int:  # noqa: N802 - named by Windows
        """Return the handle of a new job."""

    def SetInformationJobObject(self, job: int, kind: int, limits: object, size: int, /) -> int:  # noqa: N802
        """Set the limits of a job."""

    def AssignProcessToJobObject(self, job: int, process: int, /) -> int:  # noqa: N802 - likewise
        """Put a process into a job."""

    def CloseHandle(self, handle: int, /) -> int:  # noqa: N802 - likewise
        """Close a handle."""


def limit_by_job(
    process: int = CURRENT_PROCESS, *, memory: int = 0, seconds: int = 0, kernel: Kernel | None = None
) -> int:
    """Put a process into a new job and return the handle of the job; 0 if that is not possible.

    With `memory` and `seconds`, the process cannot use more, and cannot start others. The process is
    ended when the handle is closed, which Windows does when the program that has it ends.
    """
    kernel = kernel or _kernel32()
    job = kernel.CreateJobObjectW(None, None) if kernel else 0
    if kernel is None or not job:
        return 0
    limits = JobLimits(flags=_KILL_ON_JOB_CLOSE)
    if memory:
        limits.flags |= _PROCESS_MEMORY | _PROCESS_TIME | _ACTIVE_PROCESSES | _DIE_ON_UNHANDLED_EXCEPTION
        limits.process_memory, limits.process_time = memory, seconds * _TICKS_PER_SECOND
        limits.active_processes = 1
    size = ctypes.sizeof(limits)
    if kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size) and (
        kernel.AssignProcessToJobObject(job, process)
    ):
        return job
    kernel.CloseHandle(job)
    return 0


def close_handle(job: int, kernel: Kernel | None = None) -> None:
    """Close the handle of a job, which ends its process if that is still running."""
    kernel = kernel or _kernel32()
    if kernel and job:
        kernel.CloseHandle(job)


def _kernel32() -> Kernel | None:
    """Return the functions of Windows, with the types of their arguments; None elsewhere."""
    if sys.platform != "win32":
        return None
    handle = ctypes.c_void_p
    library = ctypes.WinDLL("kernel32")
    library.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
    library.CreateJobObjectW.restype = handle
    library.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
    library.AssignProcessToJobObject.argtypes = (handle, handle)
    library.CloseHandle.argtypes = (handle,)
    return library
