"""Unexpected exceptions as failures that the application shows."""

from __future__ import annotations

import traceback
from typing import Final

from tui.tasks.messages import TaskFailed

UNEXPECTED_ERROR: Final = "程序出错，刚才这一步没有做成；已经记录的内容都在，可以接着用。"


def failure_from_exception(error: BaseException) -> TaskFailed:
    """Turn an exception into a failure without a request."""
    cause = unwrap_exception(error)
    detail = "".join(traceback.format_exception(error))
    return TaskFailed(None, UNEXPECTED_ERROR, (f"{type(cause).__name__}: {cause}",), detail)


def unwrap_exception(error: BaseException) -> BaseException:
    """The exception that Textual wrapped, or the exception itself."""
    wrapped = error.__cause__ or (error.__context__ if type(error).__name__ == "CallbackError" else None)
    return wrapped or error
