"""Every field in which text is typed, and the keys to it from the first screen."""

FIELDS = {
    "palette": ("ctrl+p",),
    "search in a table": ("2", "/"),
    "filter of a table": ("2", "f"),
    "search in a text": ("3", "/"),
    "choosing a unit": ("3", "u"),
    "search among files": ("5", "i", "/"),
    "path of a file": ("5", "i", "p"),
    "folder of a template": ("5", "t"),
    "name of an export": ("7", "x", "enter"),
}
