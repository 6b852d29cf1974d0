"""Entry point: options before the sub-command, errors to messages and exit codes."""

from __future__ import annotations

import gettext
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from kaoping_core import __version__
from kaoping_core.errors import KaopingError, StorageError
from kaoping_core.files import describe_os_error
from kaoping_core.process_settings import relax_garbage_collection

if TYPE_CHECKING:
    from kaoping_core.service import Service

COMMANDS = {
    "assemble": ("assemble", "汇总：算出结果、记录、显示名次"),
    "check": ("check", "检查年度配置和全部插件"),
    "demo": ("demo", "用示例数据走一遍，不影响任何真实数据"),
    "diff": ("diff", "两次汇总有什么不同，为什么"),
    "explain": ("explain", "一个单位的得分是怎么来的"),
    "import": ("import_", "收下考核主体的报送文件"),
    "init": ("init", "新建站点"),
    "plugin": ("plugin", "插件：列出、检查"),
    "template": ("template", "考核主体填写的空白工作簿"),
    "status": ("status", "谁报了、谁迟报、还缺什么"),
}
"""Command → (module of this package, what it does)."""


class CommandGroup(click.Group):
    """Knows its commands by name and imports only the one that is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"kaoping_core.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; an unknown one is answered with the nearest."""
        if args[0] not in COMMANDS:
            from kaoping_core.text_matching import suggest_name

            raise click.UsageError(f"没有命令“{args[0]}”。{suggest_name(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


class OpenScreen(Protocol):
    """Opens the terminal UI, which the command line knows nothing of, and waits until it is left."""

    def __call__(self, site: Path | None, year: int | None, database: str, *, plain: bool = False) -> int:
        """The exit code."""


class Options:
    """The options before the sub-command."""

    def __init__(
        self, site: Path | None, database: str | None, year: int | None, screen: OpenScreen | None = None
    ) -> None:
        self._site = site
        self._database = database
        self._year = year
        self.open_ui = screen
        """None where there is none."""

    def open_screen(self, *, plain: bool, site: Path | None = None) -> int:
        """Open the terminal UI on what they name, or on a site just made; the exit code."""
        assert self.open_ui is not None
        if site is not None:
            return self.open_ui(site, None, "", plain=plain)
        database = self._database or os.environ.get("KAOPING_DATABASE", "")
        return self.open_ui(self._site, self._year, database, plain=plain)

    def service(self) -> Service:
        """The service that they name."""
        from kaoping_core.service import Service
        from kaoping_core.site import find_site

        database = self._database or os.environ.get("KAOPING_DATABASE")
        return Service(find_site(self._site), self._year, database)


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="站点文件夹；不写则用 $KAOPING_SITE 或当前所在站点",
)
@click.option("--database", metavar="URL", help="数据库；不写则用 $KAOPING_DATABASE 或站点的 data/kaoping.db")
@click.option("--year", type=int, metavar="YEAR", help="年度；不写则用 config/ 里最新的一年")
@click.option("--plain", is_flag=True, help="不带命令时：不开界面，用编号菜单（读屏软件、界面打不开时）")
@click.version_option(__version__, prog_name="kaoping", message="%(prog)s %(version)s", help="显示版本")
@click.pass_context
def cli(ctx: click.Context, site: Path | None, database: str | None, year: int | None, plain: bool) -> int:
    """考评：按各部门自己维护的规则给单位计分、汇总、排名，每个分数都说得出来由。

    不带命令就打开终端界面。
    """
    options = ctx.obj = Options(site, database, year, ctx.obj)
    if ctx.invoked_subcommand is not None:
        return 0
    if options.open_ui is not None:
        return options.open_screen(plain=plain)
    click.echo(ctx.get_help())
    return 0


def main(arguments: list[str] | None = None, screen: OpenScreen | None = None) -> None:
    """Run the command line, ``screen`` when there is no command, and end the process with the contract's exit code."""
    relax_garbage_collection()
    use_chinese_messages()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(arguments, screen))


def use_chinese_messages() -> None:
    """Load click's own messages from this package's catalogue, whatever the server's language is."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))


def run(arguments: list[str] | None = None, screen: OpenScreen | None = None) -> int:
    """Run the command line; the exit code."""
    try:
        outcome: Any = cli.main(args=arguments, prog_name="kaoping", standalone_mode=False, obj=screen)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        click.echo("已中断", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except KaopingError as error:
        show_error(error)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        named = f"{error.filename}：" if error.filename else ""
        show_error(StorageError(f"文件读写失败：{named}{describe_os_error(error)}"))
        return StorageError.exit_code
    return outcome if isinstance(outcome, int) else 0


def show_error(error: KaopingError) -> None:
    """Print a message for people, with every problem on a line of its own."""
    for problem in error.problems:
        click.echo(str(problem), err=True)
    click.echo(error.message, err=True)
