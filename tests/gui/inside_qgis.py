# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives the dock in a real QGIS window as a user would, and writes down what was seen; QGIS runs this file.

LAND_ENTRY_SEEN names the folder for ``seen.json`` and the pictures.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsTask
from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QLabel, QMessageBox, QPushButton, QShortcut, QWidget
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

PLUGIN = "land_entry_plugin"
PLACE = Path(os.environ["LAND_ENTRY_SEEN"])
sys.path.insert(0, os.environ["LAND_ENTRY_TESTS"])
import delivering  # noqa: E402
import drawing  # noqa: E402
import interrupting  # noqa: E402
import reaching  # noqa: E402

SEEN = {"messages": [], "exceptions": [], "timeouts": [], "seconds": {}, "used": {}}
WINDOW = (1440, 1010)
# on a machine that does other things all takes its time: nothing here is judged by the clock
DEADLINE_S, LONGEST_S = 1500, 180
_LEAVE_AGAIN_MS = 300
ON_THE_MAP = ("empty", "sample", "screen", "evidence", "draw", "avoid", "edit", "on_the_map", "busy_to_the_end")
# held as long as QGIS runs
TIMERS = []
ASKED = []


def pump(milliseconds=0):
    end = time.monotonic() + milliseconds / 1000
    while True:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() >= end:
            return
        time.sleep(0.004)


def wait(what, condition, seconds=LONGEST_S):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pump(5)
        if condition():
            return True
    SEEN["timeouts"].append(what)
    return False


class Drive:
    def __init__(self, watchdog):
        self.watchdog = watchdog
        self.window = iface.mainWindow()
        iface.messageBar().widgetAdded.connect(self.heard)

    @staticmethod
    def heard(*_):
        item = iface.messageBar().currentItem()
        if item is not None and [item.title(), item.text()] not in SEEN["messages"]:
            SEEN["messages"].append([item.title(), item.text()])

    # what is driven

    @property
    def entry(self):
        return plugins[PLUGIN].entry

    @property
    def controller(self):
        return self.entry.controller

    @property
    def dock(self):
        return self.controller.dock

    def picture(self, name, widget=None):
        self.watchdog.pause()
        if widget is self.window:
            # what QGIS says of itself, such as of its fonts
            iface.messageBar().clearWidgets()
        wait(f"map for {name}", lambda: not iface.mapCanvas().isDrawing() and not self.is_flashing())
        pump(60)
        (widget or self.dock).grab().save(str(PLACE / f"{name}.png"))
        self.watchdog.resume()

    def is_flashing(self):
        return self.entry is not None and self.controller is not None and self.controller.session.marks.is_flashing

    def settled(self):
        controller = self.controller
        return not controller.data.is_busy and controller.form._packs and not controller.results.is_busy

    def open_dock(self):
        self.entry.action.setChecked(True)
        wait("dock", lambda: self.controller is not None and self.settled())

    def floating(self, width, height):
        """Show the dock alone at a size."""
        self.dock.setFloating(True)
        self.dock.resize(width, height)
        pump(80)
        self.dock.resize(width, height)
        pump(120)

    def docked(self):
        self.dock.setFloating(False)
        pump(80)

    # the story

    def empty(self):
        provider = QgsApplication.processingRegistry().providerById("landentry")
        SEEN["algorithms"] = sorted(algorithm.name() for algorithm in provider.algorithms())
        self.open_dock()
        SEEN["empty"] = {
            "headline": self.dock.data.headline.text(),
            "primary": self.dock.data.primary.text(),
            "rows": len(self.dock.data.list.lines),
            "shortcut": self.entry.action.shortcut().toString(),
            "step_enabled": [button.isEnabled() for button in self.dock.bar.buttons],
        }
        self.picture("dock_0_empty_zh")

    def sample(self):
        start = time.monotonic()
        self.dock.data.sample_button.click()
        wait("sample", lambda: self.is_covered() and self.settled())
        SEEN["seconds"]["sample"] = round(time.monotonic() - start, 1)
        lines = self.dock.data.list.lines
        SEEN["data"] = {
            "headline": self.dock.data.headline.text(),
            "kinds": {role: line.row.kind for role, line in lines.items()},
            "details": {role: line.row.detail for role, line in lines.items()},
            "layers": {role: line.row.layer for role, line in lines.items()},
            "crs": QgsProject.instance().crs().authid(),
            "sample_is_a_copy": not any(
                "sample_data" in layer.source() for layer in QgsProject.instance().mapLayers().values()
            ),
        }
        self.picture("dock_1_data_zh")
        self.picture("window_data_zh", self.window)

    def form(self):
        QApplication.setActiveWindow(self.window)
        self.dock.data.open_button.setFocus()
        QTest.keyClick(self.dock.data.open_button, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        pump(50)
        page = self.dock.screen
        page.pack.setCurrentIndex(page.pack.findData("shanghe_2024"))
        page.pack.activated.emit(page.pack.currentIndex())
        pump(50)
        SEEN["form"] = {
            "step": self.dock.step,
            "packs": [page.pack.itemData(i) for i in range(page.pack.count())],
            "banner": page.banner.label.text(),
            "notes": [note.text for note in page.notes.lines],
            "primary": page.primary.text(),
        }
        self.picture("dock_2_screen_ready_zh")
        page.pack.setCurrentIndex(page.pack.findData("national"))
        page.pack.activated.emit(page.pack.currentIndex())
        page.as_of.setDate(page.as_of.date().fromString("2026-11-21", "yyyy-MM-dd"))
        SEEN["form"]["banner_national"] = page.banner.label.text()

    def screen(self):
        from land_entry_plugin.gui import run_watch

        start, shown_after = time.monotonic(), run_watch.SHOWN_AFTER_S
        # so few parcels may be done before a run is worth showing
        run_watch.SHOWN_AFTER_S = 0.0
        self.dock.screen.primary.click()
        wait("run card", lambda: self.dock.screen.card.isVisible() or not self.controller.run.is_running)
        watch, run_watch.SHOWN_AFTER_S = self.controller.run._watch, shown_after
        SEEN["while_running"] = {
            "cancel_is_there": self.dock.screen.cancel.isVisible(),
            "primary_is_gone": not self.dock.screen.primary.isVisible(),
            "tasks": QgsApplication.taskManager().count(),
        }
        SEEN["while_running"]["phases"] = [row.text() for row in self.dock.screen.card.findChildren(QLabel)]
        self.picture("dock_2_running_zh")
        wait("screening", lambda: not self.controller.run.is_running)
        wait("layers of results", self.settled)
        SEEN["seconds"]["screening"] = round(time.monotonic() - start, 1)
        SEEN["live"] = {"verdicts": dict(watch.verdicts), "phase": watch.phase}
        pump(200)
        results = self.dock.results
        SEEN["results"] = {
            "step": self.dock.step,
            "chips": {verdict: chip.count for verdict, chip in results.chips.chips.items()},
            "listed": len(results.list.parcels.rows),
            "order": [row.verdict for row in results.list.parcels.rows],
            "first_chosen": results.list.current() is not None,
            "group": [node.name() for node in QgsProject.instance().layerTreeRoot().children()],
            "layers": [layer.name() for layer in QgsProject.instance().mapLayers().values()],
            "renderer": self.result_layer("parcels").renderer().type(),
        }

    @staticmethod
    def result_layer(name):
        from land_entry_plugin.gui.layers import result_layer

        return result_layer(QgsProject.instance(), name)

    def evidence(self):
        results, flow, marks = self.dock.results, self.controller.results, self.controller.session.marks
        parcel_id = next(
            parcel["parcel_id"]
            for parcel in flow.record["parcels"]
            if any(one["rule_id"] == "basic_farmland" and one["outcome"] == "conflict" for one in parcel["findings"])
        )
        flow.choose(parcel_id)
        wait("flash", lambda: not self.is_flashing())
        parcel = results.parcel()
        finding = next(one for one in parcel["findings"] if one["rule_id"] == "basic_farmland")
        item = results.tree.item_of("basic_farmland")
        SEEN["evidence"] = {
            "parcel": parcel_id,
            "band": [results.band.word.text(), results.band.facts.text(), results.band.reason.text()],
            "first_flash": [mark.title for mark in marks.shown],
            "patches": finding["values"]["patches"],
            "bands": [[band.isVisible(), band.strokeColor().name(), band.rect().toString()] for band in marks._bands],
            "area": finding["area_m2"],
            "account_closes": results.account.closes,
            "account_rows": results.account.table.topLevelItemCount(),
        }
        self.picture("window_results_zh", self.window)
        self.picture("dock_3_results_zh")
        # a click on the number of the finding
        rect = results.tree.visualItemRect(item)
        column = results.tree.columnViewportPosition(1) + results.tree.columnWidth(1) // 2
        marks.clear()
        QTest.mouseClick(
            results.tree.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            rect.center().__class__(column, rect.center().y()),
        )
        pump(100)
        SEEN["evidence"]["clicked"] = [mark.title for mark in marks.shown]
        SEEN["evidence"]["marked_m2"] = sum(mark.geometry.area() for mark in marks.shown)
        box = iface.mapCanvas().extent()
        SEEN["evidence"]["in_the_map"] = all(box.contains(mark.geometry.boundingBox()) for mark in marks.shown)
        results.tree.setFocus()
        QTest.keyClick(results.tree, Qt.Key.Key_Escape)
        pump(50)
        SEEN["evidence"]["after_escape"] = len(marks.shown)

    def draw(self):
        drawing.draw(self, SEEN, pump, wait)
        self.dock.go_to(2)

    def avoid(self):
        drawing.avoid(self, SEEN, pump, wait)

    def edit(self):
        drawing.edit(self, SEEN, pump, wait)

    def keys(self):
        reaching.keys(self, SEEN, pump, wait)
        reaching.lists(self, SEEN, pump, wait, PLACE)

    def filters(self):
        results = self.dock.results
        results.chips.chips["prohibited"].click()
        pump(30)
        by_chip = [row.verdict for row in results.list.parcels.rows]
        results.chips.chips["prohibited"].click()
        results.search.setText("00004")
        pump(30)
        by_text = [row.parcel_id for row in results.list.parcels.rows]
        results.search.setText("nothing of the kind")
        pump(30)
        SEEN["filters"] = {
            "chip": by_chip,
            "text": by_text,
            "none": [len(results.list.parcels.rows), results.none_shown.isVisible(), results.none_shown.text()],
        }
        results.clear_filter.click()
        pump(30)
        SEEN["filters"]["cleared"] = len(results.list.parcels.rows)

    def review(self):
        results, flow = self.dock.results, self.controller.results
        results.review_button.click()
        pump(100)
        dialog = flow._dialog
        ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        dialog.choices.button(2).click()
        dialog.name.setText("王工")
        pump(20)
        without_reason = ok.isEnabled(), dialog.missing.text()
        dialog.reason.setPlainText("已批先用，见批文")
        pump(20)
        self.picture("dialog_review_zh", dialog)
        ok.click()
        wait("review", lambda: "review" in (results.parcel() or {}))
        from land_entry_plugin.files.records import read_record

        with self.watchdog.paused():
            stored = read_record(flow.path)["parcels"][results.index]
        SEEN["review"] = {
            "without_reason": without_reason,
            "stored": stored["review"],
            "verdict": stored["verdict"],
            "band": results.band.reviewed.text(),
            "word": results.band.word.text(),
        }

    def deliver(self):
        self.dock.results.primary.click()
        pump(100)
        page = self.dock.deliver
        for verdict, box in page.verdicts.items():
            box.setChecked(verdict == "undetermined")
        page.folder.setText("")
        page.folder.editingFinished.emit()
        pump(30)
        without_folder = page.primary.isEnabled(), page.primary.toolTip()
        page.folder.setText(str(PLACE / "sheets"))
        page.folder.editingFinished.emit()
        pump(50)
        SEEN["deliver"] = {
            "without_folder": without_folder,
            "headline": page.headline.text(),
            "sheets": page.sheets.topLevelItemCount(),
            "of_parcels": {item.text(0): item.text(1) for item in map(page.sheets.topLevelItem, range(15))},
            "checks": [[note.kind, note.text] for note in page.checks.lines],
            "primary": page.primary.text(),
        }
        self.picture("dock_4_deliver_zh")
        reaching.layout(self, SEEN, pump, wait)
        start = time.monotonic()
        page.primary.click()
        pump(150)
        SEEN["deliver"]["cancel_is_there"] = page.cancel.isVisible()
        wait("export", lambda: not self.controller.delivery.is_running)
        SEEN["seconds"]["export"] = round(time.monotonic() - start, 1)
        SEEN["deliver"]["written"] = sorted(path.name for path in (PLACE / "sheets").glob("*.pdf"))
        SEEN["deliver"]["outcome"] = [[note.kind, note.text, note.link] for note in page.outcome.lines]
        SEEN["deliver"]["chosen"] = [parcel["parcel_id"] for parcel in self.controller.delivery.chosen_parcels()]
        delivering.failing(self, SEEN, pump, wait, PLACE)
        delivering.batch(self, SEEN, pump, wait, PLACE)

    def project_comes_back(self):
        self.dock.go_to(2)
        path = PLACE / "township.qgz"
        before = self.controller.session.state.written()
        QgsProject.instance().write(str(path))
        iface.newProject(False)
        wait("new project", self.settled)
        SEEN["new_project"] = {
            "record": self.controller.results.record is not None,
            "step": self.dock.step,
            "marks": len(self.controller.session.marks.shown),
        }
        iface.addProject(str(path))
        wait("project", lambda: self.settled() and self.controller.results.record is not None)
        pump(100)
        SEEN["project"] = {
            "same_state": self.controller.session.state.written() == before,
            "step": self.dock.step,
            "parcels": len(self.controller.results.record["parcels"]),
            "reviewed": self.dock.results.band.reviewed.text(),
        }

    def cancelled(self):
        interrupting.cancelled(self, SEEN, pump, wait)

    def trouble(self):
        interrupting.layers_removed(self, SEEN, pump, wait)
        interrupting.files_gone(self, SEEN, pump, wait, PLACE / "gone", self.is_covered)
        interrupting.project_closed(self, SEEN, pump, wait, self.is_covered)

    def is_covered(self):
        """Return whether the survey is there, and it is known how far it reaches."""
        return (self.controller.data.facts.get("land_use") or _None).covered

    def links(self):
        self.dock.data.sample_button.click()
        wait("sample for links", lambda: self.is_covered() and self.settled())
        reaching.links(self, SEEN, pump, wait, PLACE)
        iface.newProject(False)
        wait("project without links", self.settled)

    def traces(self):
        """Return what a plugin can leave behind."""
        window = self.window
        return {
            "docks": sorted(dock.objectName() for dock in window.findChildren(QDockWidget)),
            "tools": sum(
                action.objectName() == "LandEntryAction"
                for bar in window.findChildren(QWidget)
                for action in bar.actions()
            ),
            "plugin_menu": len(iface.pluginMenu().actions()),
            "shortcuts": len(window.findChildren(QShortcut)),
            "providers": sorted(one.id() for one in QgsApplication.processingRegistry().providers()),
            "map_items": len(iface.mapCanvas().scene().items()),
            "threads": sum(thread.is_alive() for thread in threading.enumerate()),
            "project_listeners": [
                QgsProject.instance().receivers(signal)
                for signal in (
                    QgsProject.instance().cleared,
                    QgsProject.instance().readProject,
                    QgsProject.instance().layersAdded,
                )
            ],
        }

    def unloaded(self):
        """Unload the plugin, its dock open on an empty project, and note what it leaves behind."""
        iface.newProject(False)
        wait("empty project", self.settled)
        loaded = self.traces()
        unloadPlugin(PLUGIN)
        pump(200)
        SEEN.setdefault("unload", []).append({"loaded": loaded, "after": self.traces()})

    def again_in(self, language, first=lambda: None):
        """Load the plugin in another language and open the project with the results, after what comes ``first``."""
        self.unloaded()
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", language)
        # nobody waits for a window while plugins are loaded
        with self.watchdog.paused():
            loadPlugin(PLUGIN)
            startPlugin(PLUGIN)
            self.open_dock()
            first()
        iface.addProject(str(PLACE / "township.qgz"))
        wait("project again", lambda: self.settled() and self.controller.results.record is not None)
        pump(100)

    def sizes(self, language):
        """Take pictures of every step, narrow, low, and high, and note texts that are cut."""
        cut = {}
        for width, height, name in (
            (360, 1020, language),
            (320, 1020, f"{language}_320px"),
            (320, 640, f"{language}_short"),
        ):
            self.floating(width, height)
            for step, title in enumerate(("1_data", "2_screen", "3_results", "4_deliver")):
                self.dock.go_to(step)
                pump(80)
                self.picture(f"dock_{title}_{name}")
                if step == 2 and name == "zh_short":
                    tabs, results = self.dock.results.tabs, self.dock.results
                    tabs.setCurrentIndex(2)
                    pump(40)
                    self.picture("dock_3_review_zh_short")
                    shown = [one.isVisible() for one in (results.tree, results.account, results.reviewed)]
                    SEEN["review_tab"] = [tabs.tabText(2), shown, results.reviewed.text()]
                    tabs.setCurrentIndex(0)
                found = cut_texts(self.dock.stack.currentWidget())
                if found:
                    cut[f"{title}_{name}"] = found
            SEEN.setdefault("sizes", {})[name] = [self.dock.width(), self.dock.height()]
        SEEN.setdefault("cut", {})[language] = cut
        SEEN.setdefault("texts", {})[language] = reaching.all_texts(self.dock)
        SEEN.setdefault("names", {})[language] = {
            "villages": [row.village for row in self.dock.results.rows],
            "layers": [layer.name() for layer in QgsProject.instance().mapLayers().values()],
        }
        self.docked()

    def on_the_map(self, language):
        """Take pictures of the panels on the map, and of the whole window."""
        drawing.panels(self, SEEN, pump, wait, language)

    def keyboard(self):
        """Note what has no accessible name, and what the Tab key cannot reach."""
        buttons = [one for one in self.dock.findChildren(QPushButton) if one.isVisibleTo(self.dock)]
        QApplication.setActiveWindow(self.window)
        order, blind = {}, {}
        for step in range(4):
            self.dock.go_to(step)
            pump(50)
            order[step], blind[step] = reaching.tab_order(self.dock, pump)
        SEEN["keyboard"] = {
            "order": order,
            "blind": blind,
            "unnamed": reaching.unnamed(self.dock),
            "without_focus": [one.text() for one in buttons if one.focusPolicy() == Qt.FocusPolicy.NoFocus],
            "steps": [button.accessibleName() for button in self.dock.bar.buttons],
            "chips": [chip.accessibleName() for chip in self.dock.results.chips.chips.values()],
        }

    def dark(self):
        """Start the plugin in the dark: what was made in the light is not painted anew by every style sheet."""
        QgsApplication.instance().setUITheme("Night Mapping")
        self.again_in("zh_CN", self.without_results)
        self.floating(360, 1020)
        for step, title in enumerate(("1_data", "2_screen", "3_results", "4_deliver")):
            self.dock.go_to(step)
            if step == 2:
                self.controller.results.choose(self.dock.results.rows[0].parcel_id)
            pump(120)
            self.picture(f"dock_{title}_dark")
        self.docked()

    def without_results(self):
        """Look at what there is to deliver where nothing is screened."""
        self.dock.go_to(3)
        pump(80)
        self.picture("dock_4_empty_dark")
        self.watchdog.pause()
        SEEN["dark_empty"] = [contrasts(self.dock)[0], self.dock.deliver.checks_title.isVisible()]
        self.dock.go_to(0)

    def contrasts(self):
        SEEN["dark"] = contrasts(self.dock)

    def busy_to_the_end(self):
        """Draw while parcels are screened: QGIS is left in the midst of it."""
        self.open_dock()
        self.controller.draw.start()
        self.dock.screen.primary.click()
        # a thread that ends after the store of passwords is gone takes QGIS down with it
        self.asks = [QgsTask.fromFunction("ask", passwords) for _ in range(3)]
        for task in self.asks:
            QgsApplication.taskManager().addTask(task)
        wait("passwords", lambda: len(ASKED) == len(self.asks))
        SEEN["left_while"] = [self.controller.draw.is_drawing, self.controller.run.is_running, self.dock.isVisible()]


def passwords(_task):
    """Look into QGIS's store of passwords, as a thread that opens a layer does."""
    QgsApplication.authManager().configIds()
    ASKED.append(threading.get_ident())


class _None:
    covered = None


def contrasts(dock):
    """Return by how much texts that are painted by hand stand out, the least first."""
    from land_entry_plugin.gui.look import contrast, ground, plate, text
    from land_entry_plugin.gui.widgets.basics import Quiet

    found = [[contrast(text(one.palette()), ground(one.palette())), one.text()] for one in dock.bar.buttons]
    found += [
        [contrast(one.colour(), ground(one.palette())), one.text()]
        for one in dock.findChildren(Quiet)
        if type(one) is Quiet
    ]
    card = plugins[PLUGIN].entry.controller.avoid.panel.palette()
    found.append([contrast(text(card), plate(card)) if plate(card).alpha() == 255 else 0.0, "on the map"])
    search = dock.results.search.palette()
    found.append([contrast(search.color(search.PlaceholderText), search.color(search.Base)), "search"])
    return sorted(found)[:3]


def cut_texts(page):
    """Return texts of buttons and plain labels that have less room than they need."""
    found = []
    for one in page.findChildren(QWidget):
        if not one.isVisible() or one.visibleRegion().isEmpty():
            continue
        if isinstance(one, QPushButton) and type(one).__name__ != "Link":
            need = one.fontMetrics().horizontalAdvance(one.text().replace("&", "")) + 8
            if one.text() and need > one.width():
                found.append(f"{one.text()} {need}>{one.width()}")
        elif isinstance(one, QLabel) and one.wordWrap() and one.text():
            need = one.heightForWidth(one.width())
            if need > one.height() + 2 and one.objectName() != "reason":
                found.append(f"{one.text()} {need}>{one.height()} high")
        elif type(one).__name__ == "Elided" and one.fontMetrics().horizontalAdvance(one.text()) > one.width():
            found.append(f"title {one.text()}")
        elif type(one).__name__ == "Link":
            # the name of a layer is in its tooltip too
            need = one.fontMetrics().horizontalAdvance(one.text())
            if need > one.width() + 2 and one.toolTip() != one.text():
                found.append(f"link {one.text()}")
    return found


def written():
    (PLACE / "seen.json").write_text(json.dumps(SEEN, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def answer_modal():
    """Close a box that asks something: nobody is there to answer."""
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QMessageBox):
        SEEN.setdefault("asked", []).append(modal.text())
        wanted = (QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Ok)
        button = next((modal.button(one) for one in wanted if modal.button(one)), None)
        button.click() if button else modal.reject()


def give_up():
    SEEN["error"] = f"not done in {DEADLINE_S} s: {[str(frame) for frame in traceback.extract_stack()][-6:]}"
    modal = QApplication.activeModalWidget()
    SEEN["modal"] = [modal.windowTitle(), texts_of(modal)] if modal else None
    written()
    os._exit(4)


def texts_of(widget):
    return sorted({one.text() for kind in (QLabel, QPushButton) for one in widget.findChildren(kind) if one.text()})


def logged(message, tag, _level):
    if tag == "Land Entry":
        SEEN.setdefault("log", []).append(message)


def story():
    from watchdog import Watchdog

    QgsApplication.messageLog().messageReceived.connect(logged)
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox):
            box.close()
    iface.mainWindow().resize(*WINDOW)
    for dock in iface.mainWindow().findChildren(QDockWidget):
        dock.hide()
    watchdog = Watchdog()
    drive = Drive(watchdog)
    # what the dock is made of is imported while nobody wants it yet, and is ours too
    wait("imports", lambda: not drive.entry._turns.is_busy)
    SEEN["tried"] = watchdog.tried(pump)
    watchdog.resume()
    chapters = [
        (drive.empty,), (drive.sample,), (drive.form,), (drive.screen,), (drive.evidence,), (drive.draw,),
        (drive.avoid,), (drive.edit,), (drive.keys,), (drive.filters,), (drive.review,), (drive.deliver,),
        (drive.project_comes_back,), (drive.sizes, "zh"), (drive.keyboard,), (drive.cancelled,), (drive.trouble,),
        (drive.links,), (drive.again_in, "en_US"), (drive.sizes, "en"), (drive.on_the_map, "en"),
        (drive.dark,), (drive.on_the_map, "dark"), (drive.contrasts,), (drive.busy_to_the_end,),
    ]  # fmt: skip
    for number, (chapter, *about) in enumerate(chapters):
        watchdog.chapter = f"{number} {' '.join((chapter.__name__, *about))}"
        # a map that nobody looks at is not drawn
        iface.mapCanvas().setRenderFlag(chapter.__name__ in ON_THE_MAP)
        start, used = time.monotonic(), time.process_time()
        chapter(*about)
        SEEN["seconds"][watchdog.chapter] = round(time.monotonic() - start, 1)
        SEEN["used"][watchdog.chapter] = round(time.process_time() - used, 1)
    watchdog.pause()
    watchdog.stop()
    SEEN["gaps"] = watchdog.gaps


def main():
    # QGIS would open a box with the traceback
    sys.excepthook = lambda *about: SEEN["exceptions"].append("".join(traceback.format_exception(*about))[-1500:])
    asked, deadline = QTimer(), QTimer()
    TIMERS.extend((asked, deadline))
    asked.timeout.connect(answer_modal)
    asked.start(300)
    deadline.timeout.connect(give_up)
    deadline.start(1000 * DEADLINE_S)
    try:
        story()
    except BaseException:
        SEEN["error"] = traceback.format_exc()
    written()
    leave()


def leave():
    """Leave QGIS by its own way out; asked whether what runs is to be cancelled it stays, and is left the next time."""
    QTimer.singleShot(_LEAVE_AGAIN_MS, leave)
    if QApplication.activeModalWidget() is None:
        QgsProject.instance().setDirty(False)
        iface.actionExit().trigger()


QTimer.singleShot(400, main)
