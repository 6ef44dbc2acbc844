# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the job ``verifyscreening``: the run made again, the inputs held against it, the result."""
