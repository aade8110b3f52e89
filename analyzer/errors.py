"""What stops a run. Each message says what is wrong, where, and what to do.

::

    AgentMergeError
    ├── UsageError        arguments, settings or decisions that do not fit   exit status 2
    ├── OutputError       an output that cannot be written                   exit status 2
    ├── RefusedError      a proposal that cannot be put in place as it is    exit status 2
    ├── ModelError        a model that is missing or not what it should be   exit status 2
    └── StaleError        a decision on what has changed since (`review`)    said on the page

A file that cannot be read is no error: it becomes a `Problem` in the report.
"""

from __future__ import annotations


class AgentMergeError(Exception):
    """Base of everything that agentmerge raises on purpose."""


class UsageError(AgentMergeError):
    """What the user gave does not fit: arguments, a file of settings or decisions, nothing to read, a port in use."""


class OutputError(AgentMergeError):
    """An output cannot be written as it should."""


class RefusedError(AgentMergeError):
    """What should be changed is not what it was, or not ours to change."""


class ModelError(AgentMergeError):
    """The embedding or relation model is missing, damaged or not the one expected."""
