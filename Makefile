# SPDX-License-Identifier: GPL-2.0-or-later
# `make demo` and `make test` set up what this machine lacks; nothing else has to be typed before.
.PHONY: help demo test test-all coverage mutants matrix dev package docs lint bench bench-full bench-cluster pictures sample clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

demo:  ## screen the sample township through QGIS: table, map, project and sheets in out/demo
	@scripts/set-up
	@scripts/with-qgis python scripts/demo.py

test:  ## run the tests
	@scripts/set-up test
	@scripts/with-qgis python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-all:  ## run the tests, the long ones too
	@scripts/set-up test
	@scripts/with-qgis python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "long or not long"

coverage:  ## lines and branches of each room without QGIS that the tests reach; TESTS names some of them
	@scripts/set-up coverage
	@scripts/with-qgis python scripts/rooms_covered.py $(TESTS)

mutants:  ## change the heart of a screening in small ways and see whether a test notices; OPTIONS as in scripts/mutants.py
	@scripts/set-up test
	@scripts/with-qgis python scripts/mutants.py $(OPTIONS)

matrix:  ## run the tests on Debian 13 and on unstable, with the QGIS, Python and libraries of each (docs/versions.md)
	@scripts/matrix

dev:  ## link this checkout into your own QGIS profile
	@python3 scripts/assemble.py --link "$${XDG_DATA_HOME:-$$HOME/.local/share}/QGIS/QGIS3/profiles/default/python/plugins/land_entry_plugin"
	@echo "Linked. Enable Land Entry in the plugin manager of QGIS."

package:  ## write the plugin as dist/land_entry_plugin-VERSION.zip
	@python3 scripts/assemble.py --zip

docs:  ## write the documentation as a site that needs no network, build/docs/index.html
	@scripts/set-up docs
	@NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --quiet --strict --clean

lint:  ## ruff, mypy, bandit and detect-secrets, as the plugin site runs them; nothing that Qt 6 does not have
	@scripts/set-up lint
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/bandit -q -c pyproject.toml -r land_entry_plugin
	@.venv/bin/detect-secrets-hook $$(git ls-files land_entry_plugin)
	@scripts/with-qgis python scripts/check_qt6.py

bench:  ## measure a screening beside a few other tools, in minutes
	@scripts/set-up bench
	@PYTHONPATH=. .venv-bench/bin/python -m benchmarks.measure

bench-full:  ## measure it beside all, a million patches and ten thousand parcels, and write docs/performance.md
	@scripts/set-up bench
	@PYTHONPATH=. .venv-bench/bin/python -m benchmarks.measure --full $(if $(STAGES),--stages $(STAGES))

bench-cluster:  ## measure a screening on a cluster of this machine's processes, and write it into docs/scale.md
	@scripts/set-up cluster
	@scripts/set-up bench
	@PYTHONPATH=. .venv-bench/bin/python -m benchmarks.cluster

pictures: demo  ## make the pictures of the README again
	@scripts/set-up test
	@scripts/with-qgis python -m pytest tests/gui/test_window.py
	@scripts/with-qgis python scripts/pictures.py

sample:  ## make the sample township again
	@scripts/set-up
	@.venv/bin/python sample_data/make_sample_data.py

clean:  ## remove what was built, not what was installed
	@rm -rf build dist out .profile .pytest_cache .hypothesis .ruff_cache .mypy_cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
