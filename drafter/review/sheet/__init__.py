"""The sign-off sheet: one self-contained page, from which the signatory of a letter judges every sentence."""
