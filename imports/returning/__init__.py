"""The officer's own file back, with what is wrong written beside each row.

The file is changed in a child process within limits of memory and time, and as little
as can be: what is not told here stays byte for byte as it was.
"""
