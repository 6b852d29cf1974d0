"""Kaoping (考评): scores a county's units once a year and shows why each number is what it is.

Departments' plugins import from :mod:`kaoping_core.api` and from nothing else.
"""

__version__ = "0.1.0"
