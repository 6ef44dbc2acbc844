# SPDX-License-Identifier: GPL-2.0-or-later
"""``rules`` on the command line: which packs there are, what one says, what is wrong with one, how two differ."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_differences import SECTIONS, differences
from land_entry_plugin.rules.pack_faults import faults_of
from land_entry_plugin.rules.pack_files import pack_paths
from land_entry_plugin.rules.pack_text import named_document, place, rule_lines, validity
from land_entry_plugin.rules.standing import standing
from land_entry_plugin.texts import render, user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.rules.pack import Figure, Rule, RulePack
    from land_entry_plugin.rules.pack_differences import Difference
    from land_entry_plugin.rules.questions import Question

_COLUMNS = ("id", "title", "place", "validity", "status", "standing")
_ROOMS = ("spatial", "facts", "figures", "logic")


class PackFaultsError(InputError):
    """Several faults of one pack, a line each."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        self.faults = faults
        super().__init__(faults[0].text_id, faults[0].detail, **faults[0].values)

    def user_message(self, language: str) -> str:
        """Return every fault on its own line."""
        return "\n".join(fault.user_message(language) for fault in self.faults)


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command with its own sub-commands."""
    description = "A PACK is the id of one that comes with the plugin, or a YAML file."
    command = commands.add_parser("rules", help="rule packs: list, show, check, diff", description=description)
    does = command.add_subparsers(dest="does", required=True, metavar="list|show|check|diff")
    does.add_parser("list", help="the packs that come with the plugin").set_defaults(run=_list)
    show = does.add_parser("show", help="what a pack says, rule by rule")
    show.add_argument("pack", metavar="PACK")
    show.add_argument("--rule", metavar="ID", help="this rule alone")
    show.set_defaults(run=_show)
    check = does.add_parser("check", help="what is wrong with a pack: a line each, exit code 1")
    check.add_argument("pack", metavar="PACK")
    check.set_defaults(run=_check)
    diff = does.add_parser("diff", help="how two packs differ")
    diff.add_argument("one", metavar="A")
    diff.add_argument("other", metavar="B")
    diff.set_defaults(run=_diff)


def _say(text_id: str, **values: object) -> str:
    return render(f"rule.{text_id}", values, user_language())


def _list(_: Namespace) -> None:
    language, today = user_language(), date.today()
    rows = [[_say(f"head.{column}") for column in _COLUMNS]]
    faults = []
    for id_ in pack_paths():
        try:
            head = load_pack(id_).head
        except InputError as error:
            faults.append(error)
            continue
        status, now = _say(f"status.{head.status}"), standing(head, today, language)
        rows.append([head.id, head.title[language], place(head, language), validity(head), status, now])
    for line in _aligned(rows):
        print(line)
    if faults:
        raise PackFaultsError(faults)


def _show(options: Namespace) -> None:
    pack, language = load_pack(options.pack), user_language()
    rules = [rule for rule in pack.rules if options.rule in (None, rule.id)]
    if not rules:
        raise InputError("no_such_rule", rule=options.rule, pack=pack.id, rules=[rule.id for rule in pack.rules])
    if options.rule is None:
        _print_head(pack, language)
    for room in _ROOMS:
        of_room = [rule for rule in rules if KINDS[rule.kind].room == room]
        if of_room and options.rule is None:
            print(f"\n== {_say(f'room.{room}')} ({len(of_room)}) ==")
        for rule in of_room:
            _print_rule(rule, pack, language)
    switched_off = [f"{rule.title[language]} ({rule.id}): {why[language]}" for rule, _, why in pack.disabled]
    if switched_off and options.rule is None:
        print("\n" + _say("switched_off", rules=switched_off))


def _print_head(pack: RulePack, language: str) -> None:
    head = pack.head
    print(f"{head.title[language]} ({head.id} {head.version})")
    facts = [place(head, language), validity(head), standing(head, date.today(), language)]
    if pack.bases:
        facts.append(_say("extends", packs=[base.id for base in pack.bases]))
    print("; ".join([*facts, _say("rule_count", count=len(pack.rules))]))


def _print_rule(rule: Rule, pack: RulePack, language: str) -> None:
    print(f"\n{rule.id}  {rule.title[language]}")
    print(f"  {rule.explanation[language]}")
    lines: list[list[str]] = []
    label = ""
    for this, text in rule_lines(rule, pack, language):
        lines.append(["" if this == label else f"  {this}", text])
        label = this
    for line in _aligned(lines):
        print(line)


def _check(options: Namespace) -> None:
    faults = faults_of(options.pack)
    if faults:
        raise PackFaultsError(faults)
    pack = load_pack(options.pack)
    own = sum(rule.pack.id == pack.id for rule in pack.rules)
    print(_say("check.fine", path=options.pack, count=len(pack.rules), own=own))


def _diff(options: Namespace) -> None:
    packs = load_pack(options.one), load_pack(options.other)
    found = differences(*packs)
    if not found:
        print(_say("diff.none"))
    for section in SECTIONS:
        of_section = [one for one in found if one.section == section]
        name = _say(f"section.{section}")
        for i, pack in enumerate(packs):
            only = [one for one in of_section if one.only_in == i]
            if only:
                print(_say("diff.only", pack=pack.id, section=name, count=len(only)))
                for line in _aligned([[f"  {one.id}", _title(one, pack)] for one in only]):
                    print(line)
        changed = [one for one in of_section if one.only_in is None and not one.is_wording]
        if changed:
            print(_say("diff.changed", section=name, count=len(changed)))
            for one in changed:
                _print_change(one, packs[1])
        worded = [one.id for one in of_section if one.is_wording]
        if worded:
            print(_say("diff.wording", section=name, count=len(worded), ids=worded))


def _print_change(change: Difference, pack: RulePack) -> None:
    print(f"  {change.id}  {_title(change, pack)}".rstrip())
    nothing = _say("diff.empty")
    for field, before, after in change.fields_in(user_language()):
        print(f"    {field}: {before or nothing} → {after or nothing}")
    if change.prose:
        print(f"    {_say('diff.prose', fields=change.prose)}")


def _title(difference: Difference, pack: RulePack) -> str:
    """Return what a reader knows a thing by."""
    named: dict[str, Mapping[str, Rule | Question | Figure]] = {
        "rules": {rule.id: rule for rule in pack.rules},
        "disabled": {rule.id: rule for rule, _, _ in pack.disabled},
        "questions": pack.questions,
        "figures": pack.figures,
    }
    titled = named.get(difference.section, {}).get(difference.id)
    if titled is not None:
        return titled.title[user_language()]
    return named_document(pack.documents[difference.id], user_language()) if difference.section == "documents" else ""


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines with their columns under each other; a Chinese character is two columns wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
