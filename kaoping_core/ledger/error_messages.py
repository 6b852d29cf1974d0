"""Database errors in Chinese."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

BUSY_SECONDS = 10
"""How long to wait while another process writes."""
_WHY = {
    "database is locked": f"别的程序正占着数据库，等了{BUSY_SECONDS}秒；什么也没有记录，过一会儿再试",
    "database or disk is full": "磁盘满了；什么也没有记录，腾出地方再试",
    "disk I/O error": "磁盘读写出错；什么也没有记录",
    "unable to open database file": "打不开数据库文件：文件夹不在，或没有权限",
    "attempt to write a readonly database": "数据库文件只能读，或已被挪走；什么也没有记录",
    "file is not a database": "这个文件不是数据库",
    "database disk image is malformed": "数据库文件坏了，请用备份",
}
"""By what SQLite says."""


def describe_database_error(error: SQLAlchemyError) -> str:
    """Describe a database error; rare ones in the database's own words."""
    said = str(error.__cause__ or error)
    return next((words for text, words in _WHY.items() if text in said), said)
