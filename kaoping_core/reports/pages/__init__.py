"""A result as page data: plain JSON that screens show without computing anything."""
