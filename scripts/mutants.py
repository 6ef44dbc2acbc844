#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Change the heart of a screening, one small thing at a time, and see whether a test notices.

    make mutants                          a sample of each module
    make mutants OPTIONS="--each 40 --seed 7 engine/slivers.py"

Each mutant lives in a process of its own that loads the changed module instead of the one on disk; no file is touched.
What no test notices is printed with its line, to be read: some say the same in other words, others lack a test.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "land_entry_plugin"
KINDS, SPATIAL = "tests/rules/kinds", "rules/kinds/spatial"
SCREENED = ("tests/rules/test_semantics.py", "tests/rules/test_doubts.py")
RULES = (*SCREENED, KINDS)
NOT_KNOWN = "tests/rules/test_not_known.py"
SIZES = (f"{KINDS}/test_class_overlap.py", f"{KINDS}/test_containment.py")
# What is changed, and the tests that look at it, those that take least first.
HEART = {
    "rounding.py": ("tests/test_rounding.py",),
    "engine/overlay.py": ("tests/engine/test_shapes.py", "tests/engine/test_heavy_features.py", *SIZES),
    "engine/slivers.py": ("tests/engine/test_shapes.py", *SIZES),
    "engine/area.py": ("tests/engine/test_area.py", "tests/engine/test_odd_inputs.py"),
    "engine/accounts.py": ("tests/engine/test_shapes.py",),
    "engine/limits.py": ("tests/engine/test_shapes.py",),
    "engine/repair.py": (
        "tests/engine/test_repair.py",
        "tests/engine/test_shapes.py",
        "tests/engine/test_odd_inputs.py",
    ),
    "engine/shapes.py": ("tests/engine/test_shapes.py", "tests/engine/test_repair.py", "tests/engine/test_windows.py"),
    "engine/zones.py": ("tests/engine/test_rings_and_zones.py", "tests/engine/test_crs_of_layers.py"),
    "rules/findings.py": ("tests/rules/test_verdicts.py", "tests/rules/test_shared.py", *SCREENED),
    "rules/evidence.py": ("tests/rules/test_measurements.py", f"{KINDS}/test_avoided.py", *SCREENED),
    "rules/measurements.py": ("tests/rules/test_measurements.py", f"{KINDS}/test_avoided.py", *SCREENED),
    "rules/shared.py": ("tests/rules/test_shared.py", "tests/jobs/test_parts.py"),
    "rules/judge.py": ("tests/rules/test_judge.py", f"{KINDS}/test_any_kind.py", "tests/rules/test_layering.py"),
    "rules/verdicts.py": ("tests/rules/test_verdicts.py", *RULES, "tests/jobs/test_optional_roles.py"),
    "cadastre/areas.py": ("tests/cadastre/test_sheet_cells.py",),
    "cadastre/boundaries.py": ("tests/cadastre/test_boundaries.py", "tests/cadastre/test_four_neighbours.py"),
    "files/records.py": ("tests/jobs/test_record.py", "tests/jobs/test_parts.py"),
}
# Kinds of check whose tests are those of another, or of several.
TESTED_WITH = {
    "changes": ("history",), "class_overlap": ("class_overlap", "allowed_class"),
    "covering": ("class_overlap", "history"), "features": ("zone",), "inside_zone": ("zone",),
    "urban_boundary": ("zone",),
}  # fmt: skip
for kind in sorted(path.stem for path in (ROOT / PACKAGE / SPATIAL).glob("[!_]*.py")):
    own = [f"{KINDS}/test_{name}.py" for name in TESTED_WITH.get(kind, (kind,))]
    is_there = (ROOT / own[0]).exists()
    HEART[f"{SPATIAL}/{kind}.py"] = (*own, f"{KINDS}/test_avoided.py") if is_there else (NOT_KNOWN, *SCREENED)
# Loaded once, before the mutants.
LOADED = ("numpy", "shapely", "pyproj", "pyogrio", "geopandas", "openpyxl", "jsonschema", "hypothesis", "pytest")
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip
# Of what is found, the next milder; of what is fine, the next that is not.
FOUND = {
    "Outcome": {"CONFLICT": "REVIEW", "UNKNOWN": "REVIEW", "REVIEW": "PASS", "PASS": "REVIEW"},
    "Size": {"LARGE": "SLIVER", "SLIVER": "TOUCH", "TOUCH": "SLIVER", "NONE": "TOUCH"},
}
NAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "argmax": "argmin", "argmin": "argmax"}
KILLED, SURVIVED, HUNG = "killed", "survived", "took too long"


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    module: str
    line: int
    before: str
    after: str
    tree: ast.Module


def changed(node: ast.AST) -> list[ast.AST]:
    """Return what may stand in the place of a node."""
    found: list[ast.AST] = []

    def with_(**fields: object) -> ast.AST:
        other = copy.copy(node)
        for name, value in fields.items():
            setattr(other, name, value)
        return other

    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        found.append(with_(ops=[COMPARED[type(node.ops[0])](), *node.ops[1:]]))
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in COMPUTED:
        found.append(with_(op=COMPUTED[type(node.op)]()))
    elif isinstance(node, ast.BoolOp):
        found.append(with_(op=ast.Or() if isinstance(node.op, ast.And) else ast.And()))
        fewer = [[*node.values[:i], *node.values[i + 1 :]] for i in range(len(node.values))]
        found += [with_(values=values) if len(values) > 1 else values[0] for values in fewer]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert | ast.USub):
        found.append(node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        found.append(with_(value=not node.value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        found.append(with_(value=node.value + 1))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        found.append(with_(test=ast.UnaryOp(ast.Not(), node.test)))
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in FOUND:
        if node.attr in FOUND[node.value.id]:
            found.append(with_(attr=FOUND[node.value.id][node.attr]))
    elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
        name = "attr" if isinstance(node, ast.Attribute) else "id"
        if getattr(node, name) in NAMED:
            found.append(with_(**{name: NAMED[getattr(node, name)]}))
    return found


def is_only_said(node: ast.AST) -> bool:
    """Return whether a node says something to people or to the type checker, and decides nothing."""
    return (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or (
        isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    )


def mutants(module: str) -> list[Mutant]:
    """Return all changes of a module."""
    tree = ast.parse((ROOT / PACKAGE / module).read_text(encoding="utf-8"))
    found: list[Mutant] = []

    def visit(parent: ast.AST) -> None:
        for name, value in ast.iter_fields(parent):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            nodes = value if isinstance(value, list) else [value]
            for i, node in enumerate(nodes):
                if not isinstance(node, ast.AST) or is_only_said(node):
                    continue
                for other in changed(node):
                    setattr(parent, name, [*value[:i], other, *value[i + 1 :]] if isinstance(value, list) else other)
                    whole = ast.fix_missing_locations(copy.deepcopy(tree))
                    setattr(parent, name, value)
                    found.append(Mutant(module, node.lineno, shown(node), shown(other), whole))
                visit(node)

    visit(tree)
    return found


def shown(node: ast.AST) -> str:
    """Return the first line of a node's source."""
    return ast.unparse(node).partition("\n")[0]


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one changed module in the place of the one on disk."""

    def __init__(self, mutant: Mutant):
        self.path = ROOT / PACKAGE / mutant.module
        self.name = ".".join((PACKAGE, *Path(mutant.module).with_suffix("").parts))
        self.code = compile(mutant.tree, str(self.path), "exec")

    def find_spec(self, fullname, path=None, target=None):
        if fullname == self.name:
            return importlib.util.spec_from_loader(fullname, self, origin=str(self.path))
        return None

    def exec_module(self, module) -> None:
        module.__file__ = str(self.path)
        exec(self.code, module.__dict__)  # noqa: S102 - the module's own code, but for one node


def tried(mutant: Mutant | None, module: str, seconds: float) -> tuple[str, float]:
    """Run the tests of a module on a mutant in a process of its own; return how it ended and how long it took."""
    begun, child = time.monotonic(), os.fork()
    if child == 0:
        code = 3
        with contextlib.suppress(BaseException):
            os.setsid()
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(nowhere, number)
            if mutant is not None:
                sys.meta_path.insert(0, Instead(mutant))
            import pytest

            code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *(str(ROOT / one) for one in HEART[module])])
        os._exit(int(code))
    while time.monotonic() - begun < seconds:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            passed = os.waitstatus_to_exitcode(status) == 0
            return SURVIVED if passed else KILLED, time.monotonic() - begun
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return HUNG, seconds


def asked() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=list(HEART), help=f"of {', '.join(HEART)}")
    parser.add_argument("--each", type=int, default=15, help="how many mutants of a module")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument("--minutes", type=float, default=60, help="when no further mutant is begun")
    options = parser.parse_args()
    if unknown := set(options.modules) - set(HEART):
        parser.error(f"no tests are named for {', '.join(sorted(unknown))}")
    return options


def main() -> int:
    """Try a sample of mutants of each module; return 1 where the unchanged module fails its tests."""
    options = asked()
    os.chdir(ROOT)
    for name in LOADED:
        importlib.import_module(name)
    end, total = time.monotonic() + options.minutes * 60, {KILLED: 0, SURVIVED: 0, HUNG: 0}
    for module in options.modules:
        ended, took = tried(None, module, 900)
        if ended != SURVIVED:
            print(f"{module}: its tests fail on what is unchanged")
            return 1
        every = mutants(module)
        sample = random.Random(options.seed).sample(every, min(options.each, len(every)))  # noqa: S311
        count = dict.fromkeys(total, 0)
        for mutant in sample:
            if time.monotonic() > end:
                break
            ended, _ = tried(mutant, module, 3 * took + 20)
            count[ended] += 1
            if ended == SURVIVED:
                print(f"  {module}:{mutant.line}: {mutant.before}  ->  {mutant.after}", flush=True)
        total = {name: number + count[name] for name, number in total.items()}
        done = sum(count.values())
        print(f"{module}: {done - count[SURVIVED]} of {done} noticed, of {len(every)} there are", flush=True)
    done = sum(total.values())
    print(f"{done - total[SURVIVED]} of {done} noticed ({total[HUNG]} because they never ended), seed {options.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
