#!/usr/bin/env bash
# The tests on machines that take minutes: releases that hang, and releases that die after a while.
#   eng/machines/long-tests.sh [FILTER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export POOLTOPOLOGY_LONG_TESTS=1
exec dotnet test tests/Machines -c Release -nologo --logger "console;verbosity=normal" \
  --filter "FullyQualifiedName~${1:-Release_that_is_bad_later}"
