"""Registry of plugins' readers of files and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve

from kaoping_core.errors import UsageError
from kaoping_core.host.hooks import FileRejectedError, ReaderInfo
from kaoping_core.host.plugin_client import PluginClient
from kaoping_core.host.plugin_process import PluginFaultError
from kaoping_core.model.findings import Fault
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Submission
from kaoping_core.settings import SETTINGS, CaseSource
from kaoping_core.text_matching import suggest_name


class ReaderRegistry:
    """Readers of all plugins, named by plugin and reader: ``grid.cases``."""

    def __init__(
        self,
        scheme: Scheme,
        plugins: Mapping[str, PluginClient],
        seconds: float,
        sources: Mapping[str, CaseSource],
    ) -> None:
        self._scheme = scheme
        self._plugins = plugins
        self._seconds = seconds
        self._sources = sources

    def _iter_readers(self) -> Iterator[tuple[str, ReaderInfo]]:
        """Yield every reader of the loadable plugins with its full name."""
        for name, plugin in self._plugins.items():
            if plugin.load() is None:
                yield from ((f"{name}.{reader.name}", reader) for reader in plugin.readers)

    def problems(self) -> list[Problem]:
        """Return settings that name no reader, or one that reads no tables."""
        if not self._sources:
            return []
        known = dict(self._iter_readers())
        found = []
        for name in self._sources:
            place = f"{SETTINGS}: {name}"
            if name not in known:
                if name.partition(".")[0] in {
                    module for module, plugin in self._plugins.items() if plugin.fault
                }:
                    continue  # the plugin's own fault says enough
                hint = suggest_name(name, known) or "、".join(known)
                found.append(Problem(place, "没有这个插件，或者它没有这个读取程序", hint))
            elif not known[name].reads_tables:
                found.append(Problem(place, f"{known[name].title}只能从文件读，不能从数据库读"))
        return found

    def reader_for(self, path: Path) -> str | None:
        """Return the reader of a file, such as ``grid.cases``; the first by name where several recognise it.

        None: it is no plugin's.

        Raises:
            PluginFaultError: when a reader failed to say whether it knows it.
        """
        suffix = path.suffix.lower()
        for name, reader in self._iter_readers():
            plugin = name.partition(".")[0]
            if suffix in reader.suffixes and self._plugins[plugin].recognises(reader.name, str(path)):
                return name
        return None

    def read_file(self, path: Path, reader: str | None = None) -> Submission:
        """Read a file with the reader that recognises it.

        The values have yet to be checked against what the indicators' rules want from a file.

        Raises:
            FileRejectedError: with everything wrong with the file.
            PluginFaultError: when the reader failed; it costs this file only.
        """
        name = reader or self.reader_for(path)
        if name is None:
            raise FileRejectedError([Problem(path.name, "不认识这个文件，没有哪个插件能读")])
        return self._read(name, "read", path.name, path=str(path.absolute()))

    def read_source(self, name: str) -> Submission:
        """Read the table that the site's settings name for a reader.

        Raises:
            UsageError: when the settings name no such source.
            ConfigurationError: when its connection needs a variable that the environment lacks.
            FileRejectedError, PluginFaultError: as :meth:`read_file`.
        """
        source = self._sources.get(name)
        if source is None:
            hint = suggest_name(name, self._sources) or f"在 config/{SETTINGS} 里写 [{name}]"
            raise UsageError(f"配置里没有数据来源“{name}”。{hint}")
        return self._read(
            name, "read_source", name, connection=source.resolve_connection(), table=source.table
        )

    def _read(self, name: str, call: str, file: str, **arguments: str) -> Submission:
        plugin, _, reader = name.partition(".")
        read = self._plugins[plugin].read(call, self._seconds, reader=reader, **arguments)
        entries = tuple(evolve(entry, layer=reader) for entry in read.entries)
        submission = evolve(read, file=file, layer=reader, entries=entries)
        if wrong := self._validate_submission(submission, plugin):
            raise PluginFaultError(
                Fault(plugin, f"读取 {file} 返回的内容不对：{wrong}", f"readers ({reader})")
            )
        return submission

    def _validate_submission(self, submission: Submission, plugin: str) -> str:
        """Return why a reader's result is not a submission of its own evaluator; empty when it is."""
        owners = {evaluator.name for evaluator in self._scheme.evaluators if evaluator.plugin == plugin}
        if submission.evaluator not in owners:
            return f"考核主体是“{submission.evaluator}”"
        if submission.year != self._scheme.year:
            return f"年度是 {submission.year}"
        seen = set()
        for entry in submission.entries:
            indicator = self._scheme.indicator_by_id.get(entry.indicator)
            if indicator is None or indicator.evaluator != submission.evaluator:
                return f"不是它的指标：{entry.indicator}"
            if entry.unit not in self._scheme.unit_names_of[indicator.group]:
                return f"指标 {entry.indicator} 的组里没有“{entry.unit}”"
            if (entry.indicator, entry.unit) in seen:
                return f"{entry.unit}的 {entry.indicator} 出现两次"
            seen.add((entry.indicator, entry.unit))
        return ""
