"""A draft that came back, held against the fact base: findings, the sign-off sheet, approval."""
