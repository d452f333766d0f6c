"""What constituents send: messages read, the writer told from what is quoted, topics recognised, campaigns grouped."""
