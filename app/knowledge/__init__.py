"""Knowledge as a folder of text files: read, checked, brought into the house and written out of it."""
