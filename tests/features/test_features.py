"""Every shipped feature, run as it stands."""

from pytest_bdd import scenarios

scenarios(".")
