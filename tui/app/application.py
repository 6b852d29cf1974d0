"""Application: key bindings, start and exit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.app.background_tasks import BackgroundTasksMixin, while_running
from tui.session.screen_registry import NUMBERED
from tui.session.session import Session
from tui.tasks.messages import TaskFailed
from tui.textual_internals import driver_of

if TYPE_CHECKING:
    from tui.dialogs.palette.search_index import SearchItem

SAVING_SECONDS = 1
REFRESH_SECONDS = 1


class KaopingApp(BackgroundTasksMixin):
    """Application of the terminal UI."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "帮助", id="help", priority=True),
        Binding("ctrl+p", "palette", "找", id="palette"),
        Binding("ctrl+q", "quit", "退出", id="quit", priority=True),
        Binding("ctrl+x", "cancel", "停下", id="cancel"),
        Binding("ctrl+l", "repaint", "重画屏幕", id="repaint", show=False, priority=True),
        Binding("f9", "mouse", "开关鼠标", id="mouse", show=False),
        *(
            Binding(
                str(number), f"open_screen('{entry.name}')", entry.title, id=f"go-{entry.name}", show=False
            )
            for number, entry in enumerate(NUMBERED, 1)
        ),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.set_keymap(session.keys)

    def on_mount(self) -> None:
        """Start the timers that save the user state and check for updates."""
        self.set_interval(SAVING_SECONDS, self._save)
        self.set_interval(REFRESH_SECONDS, self.check_for_updates)
        self.call_after_refresh(self.check_for_updates)
        self.offer_resume()
        if self.session.config_warnings:
            self.on_task_failed(
                TaskFailed(None, "设置里有写错的，照原来的用：", self.session.config_warnings)
            )

    @while_running
    def _save(self) -> None:
        self.current_screen.save_view_state()
        self.session.user_state.set_location(self.current_screen.location)
        self.session.user_state.save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable cancelling only while a task runs."""
        return bool(self.tasks.running_call) if action == "cancel" else True

    def action_cancel(self) -> None:
        """Cancel the running task; nothing half done is recorded."""
        self.tasks.cancel()

    def action_help(self) -> None:
        """Open the help of the current screen or dialog."""
        from tui.dialogs.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.session, self.screen, self.current_screen))

    def action_palette(self) -> None:
        """Open the command palette."""
        from tui.dialogs.palette.dialog import CommandPalette

        self.push_screen(CommandPalette(self.session, self.current_screen), self._run_palette_choice)

    async def _run_palette_choice(self, found: SearchItem | None) -> None:
        """Open the location or run the action that was chosen in the palette."""
        if found is None:
            return
        if found.location is not None:
            self.open_screen(found.location)
        else:
            await self.run_action(found.action, found.node)

    def action_repaint(self) -> None:
        """Repaint the whole screen, for output of other programs in between."""
        repaint = getattr(driver_of(self), "repaint", None)
        if repaint is None:
            self.refresh(layout=True)
        else:
            repaint()

    def action_mouse(self) -> None:
        """Switch the mouse between the application and the terminal's own selection."""
        set_mouse = getattr(driver_of(self), "set_mouse", None)
        if set_mouse is None:
            self.current_screen.status_message = "这个终端的鼠标不能开关"
            return
        on = not getattr(driver_of(self), "_mouse", False)
        set_mouse(on)
        self.current_screen.status_message = (
            "鼠标开了；要选中文字复制，再按一次关掉" if on else "鼠标关了，可以选中文字复制"
        )

    def action_help_quit(self) -> None:
        """Show how to quit: Ctrl+C may have been meant for copying, so it ends nothing."""
        self.current_screen.status_message = "退出按 ^Q"

    async def action_quit(self) -> None:
        """Quit; while a task runs, ask first."""
        from tui.dialogs.confirm import ConfirmDialog

        if not self.tasks.running_call or isinstance(self.screen, ConfirmDialog):
            self._leave()
            return
        question = f"还在做：{self.tasks.progress_text or '后台的事'}。\n现在退出就停下它，不会记录任何内容。退出吗？"
        self.push_screen(
            ConfirmDialog(self.session, "退出", question), lambda yes: self._leave() if yes else None
        )

    def _leave(self) -> None:
        self.current_screen.save_view_state()
        self.session.user_state.close()
        self.tasks.close()
        self.exit()
