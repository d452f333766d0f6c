"""English as these letters meet it: names, addresses and their words. Imports nothing above ``files``."""
