"""The rules of “Who could this be?”, the passages looked at, and the command."""
