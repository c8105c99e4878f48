"""On Windows a job object limits a worker, and ends it together with the program."""

from __future__ import annotations

import ctypes

import pytest

from carreport.job_object import CURRENT_PROCESS, JobLimits, close_handle, limit_by_job


class FakeKernel:
    """The functions of kernel32.dll, which note how they were called; one of them may fail."""

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.limits = JobLimits()
        self.assigned: list[tuple[int, int]] = []
        self.closed: list[int] = []

    def CreateJobObjectW(self, attributes: None, name: None, /) -> int:  # noqa: N802 - named by Windows
        assert (attributes, name) == (None, None)
        return 0 if self.failing == "create" else 7

    def SetInformationJobObject(self, job: int, kind: int, limits: object, size: int, /) -> int:  # noqa: N802
        assert (job, kind, size) == (7, 9, ctypes.sizeof(JobLimits))
        self.limits = limits._obj  # type: ignore[attr-defined]  # noqa: SLF001 - what `byref` refers to
        return int(self.failing != "set")

    def AssignProcessToJobObject(self, job: int, process: int, /) -> int:  # noqa: N802 - likewise
        self.assigned.append((job, process))
        return int(self.failing != "assign")

    def CloseHandle(self, handle: int, /) -> int:  # noqa: N802 - likewise
        self.closed.append(handle)
        return 1


def test_a_worker_limits_its_own_memory_and_time() -> None:
    kernel = FakeKernel()
    assert limit_by_job(memory=1 << 30, seconds=5, kernel=kernel) == 7
    limits = kernel.limits
    assert kernel.assigned == [(7, CURRENT_PROCESS)]
    assert (limits.process_memory, limits.process_time) == (1 << 30, 50_000_000)
    assert (limits.active_processes, limits.flags) == (1, 0x2 | 0x8 | 0x100 | 0x400 | 0x2000)


def test_a_worker_ends_with_the_program_that_started_it() -> None:
    kernel = FakeKernel()
    job = limit_by_job(99, kernel=kernel)
    assert (kernel.assigned, kernel.limits.flags) == ([(7, 99)], 0x2000)
    close_handle(job, kernel)
    assert kernel.closed == [7]


@pytest.mark.parametrize(("failing", "closed"), [("create", []), ("set", [7]), ("assign", [7])])
def test_where_a_job_is_refused_the_work_goes_on_without_it(failing: str, closed: list[int]) -> None:
    kernel = FakeKernel(failing)
    assert limit_by_job(memory=1, seconds=1, kernel=kernel) == 0
    assert kernel.closed == closed


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="a program of 64 bits")
def test_the_structure_is_laid_out_as_windows_wants_it() -> None:
    offsets = {name: getattr(JobLimits, name).offset for name in ("flags", "affinity", "process_memory")}
    assert (ctypes.sizeof(JobLimits), offsets) == (144, {"flags": 16, "affinity": 48, "process_memory": 112})
