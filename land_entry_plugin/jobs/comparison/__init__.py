# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the job ``comparescreenings``: which parcels belong together, what changed, why, and the outputs."""
