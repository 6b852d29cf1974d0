"""The terminal UI of Kaoping: screens, dialogs and numbered menus over :mod:`kaoping_core.service`."""
