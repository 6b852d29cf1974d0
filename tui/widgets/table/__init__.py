"""Table widget: whole columns, fixed headings, sorting, search; draws only changed cells."""
