# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the job ``findcandidates``: stock, bars, sites, account, record, outputs."""
