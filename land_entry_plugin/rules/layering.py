# SPDX-License-Identifier: GPL-2.0-or-later
"""From pack files to packs: what a pack takes over from the one it extends, and what it changes there.

The stricter prevails: a rule that takes the place of one of a higher level is computed beside it, and the worse
outcome counts, unless the higher rule yields.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.entry_plan import read_plan_law
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.pack import LEVELS, Basis, Document, Figure, PackHead, Rule, RulePack
from land_entry_plugin.rules.pack_checks import (
    Names,
    check_members,
    check_names,
    check_rule,
    check_table,
    figure_order,
    parse_at,
    parsed_parameters,
)
from land_entry_plugin.rules.pack_files import find_pack, parameter_faults, read_pack_file
from land_entry_plugin.rules.paragraphs import check_paragraphs
from land_entry_plugin.rules.questions import DATE, Question
from land_entry_plugin.rules.tables import table_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from land_entry_plugin.rules.pack_files import PackFile

_DEFAULT_SETTINGS = {"touch_width_m": 0.005, "sliver_share": 0.01}


def load_pack(name: str, folders: Sequence[Path] = ()) -> RulePack:
    """Return a pack with all that it takes over.

    Parameters
    ----------
    name : str
        Its id, or the path of a YAML file.
    folders : sequence of Path
        Where the user keeps packs; those that come with the plugin are known anyway.

    Raises
    ------
    InputError
        When there is none of that name; when it, or one that it extends, is at fault: file, line and reason.
    """
    return _load(find_pack(name, folders), folders, ())


def _load(path: Path, folders: Sequence[Path], chain: tuple[Path, ...]) -> RulePack:
    file = read_pack_file(path)
    stored = file.stored
    base = None
    if "extends" in stored:
        near = [path.parent, *folders]
        try:
            base_path = find_pack(stored["extends"], near)
        except InputError as error:
            raise file.fault(["extends"], "no_base", pack=stored["extends"]) from error
        followed = (*chain, path.resolve())
        if base_path.resolve() in followed:
            names = [one.stem for one in (*followed, base_path)]
            raise file.fault(["extends"], "cycle", names=" → ".join(names))
        base = _load(base_path, near, followed)
        if LEVELS.index(base.head.jurisdiction["level"]) > LEVELS.index(stored["jurisdiction"]["level"]):
            raise file.fault(["extends"], "base_is_lower", pack=base.id)
    return _layered(file, base)


def head_of(stored: dict[str, Any]) -> PackHead:
    """Return what a stored pack says of itself."""
    content = json.dumps(stored, sort_keys=True, ensure_ascii=False, default=str)
    return PackHead(
        id=stored["id"],
        version=str(stored["version"]),
        status=stored["status"],
        title=stored["title"],
        jurisdiction=stored["jurisdiction"],
        valid_from=stored["valid_from"],
        valid_until=stored.get("valid_until"),
        sha256=hashlib.sha256(content.encode("utf-8")).hexdigest(),
    )


def _layered(file: PackFile, base: RulePack | None) -> RulePack:
    stored, head = file.stored, head_of(file.stored)
    if head.valid_until is not None and head.valid_until < head.valid_from:
        raise file.fault(["valid_until"], "ends_before", value=head.valid_until)
    documents = dict(base.documents if base else {})
    documents |= {key: Document(key, **document) for key, document in stored.get("documents", {}).items()}
    questions = dict(base.questions if base else {})
    questions |= {id_: Question(id_, **question) for id_, question in stored.get("questions", {}).items()}
    tables = dict(base.tables if base else {})
    for name, table in stored.get("tables", {}).items():
        for i, row in enumerate(table["rows"]):
            for key in row:
                if key not in (*table["keys"], "value", "valid_from", "valid_until"):
                    raise file.fault(["tables", name, "rows", i, key], "unknown_key", key=key, known=table["keys"])
        check_table(file, name)
        tables[name] = table_from(name, table)
        if tables[name].dated_by is not None and tables[name].dated_by not in questions:
            raise file.fault(["tables", name, "dated_by"], "no_question", question=tables[name].dated_by)
        if tables[name].dated_by is not None and questions[tables[name].dated_by].type != DATE:
            raise file.fault(["tables", name, "dated_by"], "not_a_date", question=tables[name].dated_by)
    check_names(file, base)
    _check_base_kept(file, base, questions)
    names = Names.of(documents, questions, tables, base.figures if base else {})
    figures = dict(base.figures if base else {})
    for id_ in figure_order(file, stored.get("figures", {})):
        figure = stored["figures"][id_]
        expression, kind = parse_at(file, ["figures", id_, "is"], figure["is"], names, None)
        figures[id_] = Figure(id_, figure["title"], figure.get("unit"), expression)
        names = names.with_figure(id_, kind)
    rules, disabled = _rules(file, head, base, names)
    entry_plan = read_plan_law(file, base.entry_plan if base else None, names, _basis)
    check_paragraphs(file, documents, rules.values())
    return RulePack(
        head=head,
        bases=(base.head, *base.bases) if base else (),
        settings=_DEFAULT_SETTINGS | dict(base.settings if base else {}) | stored.get("settings", {}),
        documents=documents,
        questions=questions,
        tables=tables,
        figures=figures,
        rules=tuple(rules.values()),
        disabled=(*(base.disabled if base else ()), *disabled),
        entry_plan=entry_plan,
    )


def _check_base_kept(file: PackFile, base: RulePack | None, questions: Mapping[str, Question]) -> None:
    """Name what would change the rules of the base behind their back.

    Tables and figures of the base stay as they are, and what may be answered to its questions; settings may only be
    stricter.
    """
    if base is None:
        return
    for section in ("tables", "figures"):
        for name in file.stored.get(section, {}):
            if name in getattr(base, section):
                raise file.fault([section, name], "name_kept", name=name, pack=base.id)
    for id_ in file.stored.get("questions", {}):
        if id_ in base.questions:
            before, now = base.questions[id_], questions[id_]
            if before.type != now.type:
                raise file.fault(["questions", id_, "type"], "type_changed", name=id_, wanted=before.type)
            if (before.choices, before.unit) != (now.choices, now.unit):
                raise file.fault(["questions", id_], "question_kept", name=id_, pack=base.id)
    for name, value in file.stored.get("settings", {}).items():
        if value > base.settings[name]:
            raise file.fault(["settings", name], "setting_laxer", name=name, value=value, most=base.settings[name])


def _rules(file: PackFile, head: PackHead, base: RulePack | None, names: Names) -> tuple[dict[str, Rule], list[Any]]:
    """Return the rules by id, those of the base first, and those that were switched off."""
    rules = {rule.id: rule for rule in base.rules} if base else {}
    disabled = []
    seen: set[str] = set()
    for i, stored in enumerate(file.stored["rules"]):
        id_, change, place = stored["id"], stored.get("change"), ["rules", i]
        if id_ in seen:
            raise file.fault(place, "id_twice", id=id_)
        seen.add(id_)
        inherited = rules.get(id_)
        if change is None and inherited is not None:
            raise file.fault(place, "needs_change", id=id_, pack=inherited.pack.id)
        if change is not None and inherited is None:
            raise file.fault(place, "nothing_to_change", id=id_)
        if change == "disable":
            for bound in inherited.bound():
                raise file.fault([*place, "change"], "does_not_yield", id=id_, pack=bound.pack.id)
            disabled.append((rules.pop(id_), head, stored["reason"]))
        elif change == "tighten":
            rules[id_] = _tightened(file, place, stored, inherited, head, names)
        else:
            rule = _rule(file, place, stored, head, names)
            rules[id_] = rule if inherited is None else replace(rule, also=inherited.bound())
    for i, stored in enumerate(file.stored["rules"]):
        if stored["id"] in rules:
            check_rule(file, ["rules", i], rules[stored["id"]], names)
    check_members(file, rules)
    return rules, disabled


def _rule(file: PackFile, place: list[Any], stored: dict[str, Any], head: PackHead, names: Names) -> Rule:
    kind = KINDS[stored["kind"]]
    return Rule(
        id=stored["id"],
        kind=kind.name,
        title=stored["title"],
        explanation=stored["explanation"],
        blocking=stored["blocking"],
        basis=_basis(file, place, stored, names),
        pack=head,
        roles=tuple(stored.get("roles", ())),
        evidence=tuple(stored.get("evidence", ())),
        when_missing=stored.get("when_missing", "unknown"),
        question=stored.get("question"),
        parameters=parsed_parameters(file, [*place, "parameters"], kind, stored.get("parameters", {}), names),
        outcomes=stored.get("outcomes", {}),
        is_soft=stored.get("polarity") == "soft",
        applies_when=_condition(file, place, stored, "applies_when", names),
        unless=_condition(file, place, stored, "unless", names),
        obligations=stored.get("obligations", {}),
        next_step=stored.get("next_step"),
        office=stored.get("office"),
        paper=stored.get("paper"),
        valid_from=stored.get("valid_from"),
        valid_until=stored.get("valid_until"),
        yields=stored.get("yields", False),
    )


def _tightened(
    file: PackFile, place: list[Any], stored: dict[str, Any], inherited: Rule, head: PackHead, names: Names
) -> Rule:
    """Return a rule with some things said anew; the one of the higher level stays beside it."""
    kind = KINDS[inherited.kind]
    for fault in parameter_faults(file, [*place, "parameters"], kind.name, stored.get("parameters", {})):
        raise fault
    parameters = parsed_parameters(file, [*place, "parameters"], kind, stored.get("parameters", {}), names)
    plain = {key: stored[key] for key in ("title", "explanation", "next_step", "office", "paper") if key in stored}
    return replace(
        inherited,
        pack=head,
        **plain,
        blocking=inherited.blocking or stored.get("blocking", False),
        basis=(*_basis(file, place, stored, names), *inherited.basis),
        parameters={**inherited.parameters, **parameters},
        outcomes={**inherited.outcomes, **stored.get("outcomes", {})},
        obligations={**inherited.obligations, **stored.get("obligations", {})},
        also=(inherited,),
    )


def _basis(file: PackFile, place: list[Any], stored: dict[str, Any], names: Names) -> tuple[Basis, ...]:
    found = []
    for j, basis in enumerate(stored.get("basis", ())):
        if basis["document"] not in names.documents:
            known = sorted(names.documents)
            raise file.fault([*place, "basis", j], "no_document", key=basis["document"], known=known)
        found.append(Basis(names.documents[basis["document"]], basis.get("article"), basis["gist"]))
    return tuple(found)


def _condition(file: PackFile, place: list[Any], stored: dict[str, Any], key: str, names: Names) -> Any:
    if key not in stored:
        return None
    return parse_at(file, [*place, key], stored[key], names, "yes_no")[0]
