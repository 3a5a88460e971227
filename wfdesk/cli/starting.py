"""A parser for what stands in no command's place. It loads nothing else: most words are right."""

import argparse
from typing import NoReturn


class WrongWordsError(Exception):
    """The words of the command line are none that are known."""


class StartParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongWordsError(message)
