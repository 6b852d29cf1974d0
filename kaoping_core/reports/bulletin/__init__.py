"""The bulletin (考评结果通报): a Result → an official document in the layout of GB/T 9704-2012.

What it says (``body``, ``remarks``, ``annexes``) is made as :mod:`blocks`, which know no file format; how it looks
(``page``, ``styles``, ``marks``, ``writing``) turns blocks into a Word file, and only that needs python-docx.
"""
