# SPDX-License-Identifier: GPL-2.0-or-later
"""The balance of adjusted entry (调整入市): its conditions, what they are told of the plots, what they find."""
