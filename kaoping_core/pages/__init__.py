"""Page data: the plain JSON that the core makes of a result and that screens, menus and commands show."""
