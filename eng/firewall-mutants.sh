#!/usr/bin/env bash
# Every broken rule set of the firewall proof's tests, loaded into a real kernel and probed. Needs root and nft.
#   eng/firewall-mutants.sh            all of them: about half an hour
#   eng/firewall-mutants.sh 50         so many of each machine's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
POOLTOPOLOGY_LIVE_MUTANTS=${1:-1000000} dotnet test tests/Orchestrator.Tests -c Release -nologo \
  --filter FullyQualifiedName~LiveMutantTests --logger "console;verbosity=detailed"
