"""The sign-off sheet: one page, whole in itself, from which whoever signs a letter judges every sentence of it."""
