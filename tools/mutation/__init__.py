"""Mutation testing: small faults are put into copies of the program, to see whether a test notices."""
