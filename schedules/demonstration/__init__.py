"""A fictional organisation, so that the system can be tried before real data is loaded.

The demonstration goes through the same commands and loaders as everybody else; larger sizes
are multiplied by COPY (``bulk``). Every name is invented.
"""
