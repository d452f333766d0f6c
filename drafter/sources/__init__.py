"""Source documents: text out of a file, the texts that are kept, and a quotation found in one."""
