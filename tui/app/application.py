"""The application: its keys, its beginning and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.app.background_tasks import Working, until_the_end
from tui.session.messages import Failed
from tui.session.screen_registry import NUMBERED
from tui.session.session import Session

if TYPE_CHECKING:
    from tui.dialogs.palette.search_index import Found

SAVING_SECONDS = 1
NOTICING_SECONDS = 1


class KaopingApp(Working):
    """The office's desk."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "帮助", id="help", priority=True),
        Binding("ctrl+p", "palette", "找", id="palette"),
        Binding("ctrl+q", "quit", "退出", id="quit", priority=True),
        Binding("ctrl+x", "cancel", "停下", id="cancel"),
        Binding("ctrl+l", "repaint", "重画屏幕", id="repaint", show=False, priority=True),
        Binding("f9", "mouse", "开关鼠标", id="mouse", show=False),
        *(
            Binding(str(number), f"visit('{each.name}')", each.title, id=f"go-{each.name}", show=False)
            for number, each in enumerate(NUMBERED, 1)
        ),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.set_keymap(session.keys)

    def on_mount(self) -> None:
        """Begin to keep and to notice."""
        self.set_interval(SAVING_SECONDS, self._save)
        self.set_interval(NOTICING_SECONDS, self.notice)
        self.call_after_refresh(self.notice)
        self.offer_to_go_on()
        if self.session.complaints:
            self.on_failed(Failed("", {}, "设置里有写错的，照原来的用：", self.session.complaints))

    @until_the_end
    def _save(self) -> None:
        self.here.keep()
        self.session.memory.arrive(self.here.place)
        self.session.memory.save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works now."""
        return bool(self.work.under_way) if action == "cancel" else True

    def action_cancel(self) -> None:
        """End what is being done; nothing half done is recorded."""
        self.work.cancel()

    def action_help(self) -> None:
        """What this screen is for and which keys work on it."""
        from tui.dialogs.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.session, self.screen, self.here))

    def action_palette(self) -> None:
        """Find anything."""
        from tui.dialogs.palette.dialog import Palette

        self.push_screen(Palette(self.session, self.here), self._go_to)

    async def _go_to(self, found: Found | None) -> None:
        """Do what was found."""
        if found is None:
            return
        if found.place is not None:
            self.visit(found.place)
        else:
            await self.run_action(found.action, found.node)

    def action_repaint(self) -> None:
        """Draw the whole screen again, whatever has come between."""
        repaint = getattr(self._driver, "repaint", None)
        if repaint is None:
            self.refresh(layout=True)
        else:
            repaint()

    def action_mouse(self) -> None:
        """Have the mouse work here, or leave it to the terminal, for marking and copying."""
        set_mouse = getattr(self._driver, "set_mouse", None)
        if set_mouse is None:
            self.here.said = "这个终端的鼠标不能开关"
            return
        on = not getattr(self._driver, "_mouse", False)
        set_mouse(on)
        self.here.said = "鼠标开了；要选中文字复制，再按一次关掉" if on else "鼠标关了，可以选中文字复制"

    def action_help_quit(self) -> None:
        """Ctrl+C ends nothing here: it may have been meant for copying."""
        self.here.said = "退出按 ^Q"

    async def action_quit(self) -> None:
        """End the session as it should; what is being done is not thrown away unasked."""
        from tui.dialogs.confirm import Confirm

        if not self.work.under_way or isinstance(self.screen, Confirm):
            self._leave()
            return
        question = f"还在做：{self.work.words or '后台的事'}。\n现在退出就停下它，不会记录任何内容。退出吗？"
        self.push_screen(Confirm(self.session, "退出", question), lambda yes: self._leave() if yes else None)

    def _leave(self) -> None:
        self.here.keep()
        self.session.memory.leave()
        self.work.close()
        self.exit()
