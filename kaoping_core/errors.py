"""The family of expected errors: a message for staff, and the exit code of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from kaoping_core.model.problems import Problem


class KaopingError(Exception):
    """An error that staff can put right; shown as its message, never as a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems: tuple[Problem, ...] = tuple(problems)
        """Everything that is wrong, each with its place; empty where the message says it all."""


class DataError(KaopingError):
    """The data stand in the way: a file was refused, cells are missing, a verification differs."""

    exit_code = 1


class UsageError(KaopingError):
    """The command line is wrong: an unknown name, a year that is not there."""

    exit_code = 2


class ConfigurationError(KaopingError):
    """The year's configuration or a plugin is wrong."""

    exit_code = 3


class StorageError(KaopingError):
    """The database or a file cannot be read or written."""

    exit_code = 4


class NotAllowedError(KaopingError):
    """This user may not do that."""

    exit_code = 5
