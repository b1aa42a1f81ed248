#!/usr/bin/env bash
# The tests on machines that take minutes: releases of our own nodes and of cardano-node (a stand-in) that crash, hang, never catch
# up, and die after a while.
#   eng/machines/long-tests.sh [FILTER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export POOLTOPOLOGY_LONG_TESTS=1
exec dotnet test tests/Machines -c Release -nologo --logger "console;verbosity=normal" \
  --filter "FullyQualifiedName~${1:-Release_that_is_bad_later}"
