# SPDX-License-Identifier: GPL-2.0-or-later
"""The ledger over years as data: what was screened and told, and what follows from it."""
