"""Loads a plugin's Python files from source, never from a compiled cache.

The plugin's folder is a package, so its files may import one another with leading dots.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType


class UncachedSourceLoader(SourceFileLoader):
    """Source loader without bytecode cache, so that what runs is what was fingerprinted."""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the file as it is on disk."""
        path = self.get_filename(fullname)
        return compile(self.get_data(path), path, "exec", dont_inherit=True)


def make_package(folder: Path, name: str) -> str:
    """Make a plugin's folder a package and return its name."""
    package = ModuleType(f"kaoping_plugin_{name}")
    package.__path__ = [str(folder)]
    sys.modules[package.__name__] = package
    for place in (folder, *(path for path in folder.iterdir() if path.is_dir())):
        sys.path_importer_cache[str(place)] = FileFinder(str(place), (UncachedSourceLoader, [".py"]))
    return package.__name__


def load_module(file: Path, package: str) -> ModuleType:
    """Load a file of a package's folder or subfolder, unless it was imported already.

    The file is read by its path, for its name need not be one that ``import`` could write.
    """
    top = Path(sys.modules[package].__path__[0])
    around = (
        package if file.parent == top else importlib.import_module(f"{package}.{file.parent.name}").__name__
    )
    name = f"{around}.{file.stem}"
    if name in sys.modules:
        return sys.modules[name]
    module = ModuleType(name)
    module.__file__ = str(file)
    module.__package__ = around
    sys.modules[name] = module
    exec(compile(file.read_bytes(), str(file), "exec", dont_inherit=True), vars(module))
    return module
