"""``python -m kaoping_core.cli``."""

from kaoping_core.cli.main import main

main()
