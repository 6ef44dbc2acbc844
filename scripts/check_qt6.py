# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds what runs with Qt 5 and would fail with Qt 6: ``scripts/with-qgis python scripts/check_qt6.py [FILE ...]``.

Enums are looked up in the classes that this QGIS has, so that every class is known, also one that nobody used before.
Exit code 1 where something was found, a line each.
"""

from __future__ import annotations

import ast
import enum
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
# Qt 5 to 6 porting guides of Qt and of PyQt.
GONE_MODULES = {"QtWebKit", "QtWebKitWidgets", "QtXmlPatterns", "QtScript", "QtMultimediaWidgets"}
GONE_NAMES = {
    "QRegExp",
    "QRegExpValidator",
    "QDesktopWidget",
    "QTextCodec",
    "QStringRef",
    "QMatrix",
    "QWebView",
    "QWebPage",
}
GONE_METHODS = {
    "exec_": "exec",
    "print_": "print",
    "globalPos": "globalPosition",
    "globalX": "globalPosition",
    "globalY": "globalPosition",
    "localPos": "position",
    "screenPos": "globalPosition",
    "windowPos": "scenePosition",
    "posF": "position",
    "desktop": "QGuiApplication.screens",
}
_DROPS = {"dropEvent", "dragEnterEvent", "dragMoveEvent"}


def faults(path: Path) -> list[str]:
    """Return a line for everything in a file that Qt 6 does not have."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = dict(_imported(tree))
    found = [*_of_imports(tree), *_of_attributes(tree, names), *_of_drops(tree)]
    return [f"{path}:{line}: {what}" for line, what in sorted(set(found))]


def _imported(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """Yield the classes of QGIS and Qt by the names that the file gives them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis."):
            try:
                module = importlib.import_module(node.module)
            except ImportError:
                # gone, or not installed: said of the import itself where it matters
                continue
            for alias in node.names:
                if hasattr(module, alias.name):
                    yield alias.asname or alias.name, getattr(module, alias.name)


def _of_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            modules, imported = [node.module or ""], {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            modules, imported = [alias.name for alias in node.names], set()
        else:
            continue
        for module in modules:
            if module.split(".")[0] in ("PyQt5", "PyQt6", "PySide2", "PySide6", "sip"):
                yield node.lineno, f"{module} is imported by itself; import it through qgis.PyQt"
            if module.split(".")[-1] in GONE_MODULES:
                yield node.lineno, f"{module} is gone"
        for name in sorted(imported & GONE_NAMES):
            yield node.lineno, f"{name} is gone"


def _of_attributes(tree: ast.Module, names: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in GONE_METHODS:
            yield node.lineno, f"{node.func.attr}() is gone; there is {GONE_METHODS[node.func.attr]}()"
        if not isinstance(node, ast.Attribute):
            continue
        owner = _resolved(node.value, names)
        if owner is None or not isinstance(owner, type):
            continue
        if owner.__name__ == "QVariant" and node.attr[:1].isupper():
            yield node.lineno, f"QVariant.{node.attr} is gone; there is QMetaType.Type"
        elif _is_enum_value(owner, node.attr):
            kind = type(getattr(owner, node.attr)).__qualname__
            yield node.lineno, f"{owner.__name__}.{node.attr} is a value of {kind} and has to be written so"


def _resolved(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_resolved(node.value, names), node.attr, None)
    return None


def _is_enum_value(owner: type, name: str) -> bool:
    """Return whether a class has an enum's value without the enum between."""
    value = getattr(owner, name, None)
    if value is None or issubclass(owner, enum.Enum) or isinstance(value, type):
        return False
    # sip of Qt 5 makes enums that are whole numbers; a value is a constant, not of a class's own
    is_sip_enum = type(type(value)).__name__ == "enumtype"
    return (is_sip_enum or isinstance(value, enum.Enum)) and type(value) is not owner


def _of_drops(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name in _DROPS:
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "pos":
                    yield node.lineno, "pos() of a drop is gone; there is position()"


def main() -> None:
    """Run the command line."""
    package = sorted((ROOT / "land_entry_plugin").rglob("*.py"))
    found = [line for path in ([Path(name) for name in sys.argv[1:]] or package) for line in faults(path)]
    print("\n".join(found) or "nothing that Qt 6 does not have")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
