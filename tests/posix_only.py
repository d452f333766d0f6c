"""Tests that are by nature of POSIX systems, each with its reason. They are left out on Windows, and on what is as narrow."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

# The reasons, and the tests.
KILLS = "Windows has no signal that a process cannot catch"
LIMITS = "Windows sets a process no limits of size, memory or time"
RIGHTS = "Windows has no bits of permissions; the folder's own rights decide"
USERS = "Windows has no users with numbers, and no superuser"
SCRIPTS = "the editor of the test is a shell script"
PIPES = "Windows has neither pipes nor sockets among its files"
FORKS = "the test copies its own process, which Windows cannot"
LINKS = "the test begins with a hard link"
NAMES = "Windows takes no such names"
DISKS = "the test mounts a disk of its own"
EDITS = "Windows' own console edits a line, and not drafter"
ONLY: dict[str, str] = {
    "test_approve.py::test_a_disk_that_fills_up": LIMITS,
    "test_approve.py::test_killed_at_any_moment_both_are_there_or_neither": KILLS,
    "test_asking.py::test_a_line_is_edited_and_a_refused_one_stands_there_again": EDITS,
    "test_batch_approved.py::test_killed_at_any_moment_all_are_there_or_none": KILLS,
    "test_batch_made.py::test_a_disk_that_fills_half_way_through_a_zip": LIMITS,
    "test_batch_made.py::test_a_run_that_is_killed_at_any_moment_loses_and_doubles_nothing": KILLS,
    "test_batch_made.py::test_a_zip_that_has_its_name_already_leaves_nothing_beside_it": LINKS,
    "test_hostile_input.py::test_a_disk_that_is_full_leaves_no_half_letter": LIMITS,
    "test_hostile_input.py::test_a_letter_is_replaced_whole_or_not_at_all": LIMITS,
    "test_killed_commands.py::test_a_kill_of_each_command_loses_doubles_and_leaves_nothing": KILLS,
    "test_mail_gather.py::test_pipes_and_sockets_are_not_read": PIPES,
    "test_mail_gather.py::test_the_name_of_a_file_fakes_no_line": NAMES,
    "test_register_faulty.py::TestPlacing::test_another_disk_is_no_obstacle": DISKS,
    "test_register_faulty.py::test_a_bound_on_the_size_of_files_is_a_full_disk": LIMITS,
    "test_register_faulty.py::test_a_full_disk_approves_nothing_and_loses_nothing": DISKS,
    "test_register_faulty.py::test_a_register_of_somebody_else_can_be_read_by_who_has_the_key": USERS,
    "test_register_faulty.py::test_a_register_on_a_read_only_disk_can_be_read_and_says_why_it_cannot_be_written": DISKS,
    "test_register_faulty.py::test_faults_are_a_program_that_prints_figures": KILLS,
    "test_register_sqlite.py::TestInAFile::test_a_process_killed_at_any_moment_leaves_both_or_neither": KILLS,
    "test_register_sqlite.py::TestInAFile::test_a_process_killed_at_each_step_leaves_both_or_neither": KILLS,
    "test_register_sqlite.py::TestInAFile::test_eight_processes_enter_at_once_into_a_new_register": FORKS,
    "test_review_hostile.py::test_nor_does_it_in_a_process_with_little_memory_and_time": LIMITS,
}


def make_pipe(path: Path) -> None:
    """A pipe where the system has any; else a folder, which is no file either."""
    getattr(os, "mkfifo", os.mkdir)(path)


def leave_out(items: Iterable[pytest.Item]) -> None:
    """Skip them where the system is none of POSIX."""
    if hasattr(os, "fork"):
        return
    for item in items:
        name = item.nodeid.rpartition("/")[2].partition("[")[0]
        reason = ONLY.get(name, "")
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))
