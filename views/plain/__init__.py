"""Plain pages: HTML without a script, for search engines, slow phones and browsers that run none."""
