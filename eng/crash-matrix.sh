#!/usr/bin/env bash
# Syncs a relay again and again while it is killed with -9, its last writes are torn, bits of its files are flipped, index
# files are lost and its disk is filled (as root). Each run must restart by itself and end on the same tip and ledger as
# an undisturbed sync, and say in its log what it repaired.
#   eng/crash-matrix.sh [RUNS] [SEED]      200 runs from a random seed
# A failing run prints its seed; `eng/crash-matrix.sh 1 SEED` repeats it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export POOLTOPOLOGY_CRASH_RUNS=${1:-200} POOLTOPOLOGY_SEED=${2:-$((RANDOM * 32768 + RANDOM))}
POOLTOPOLOGY_CRASH_LOG=$(mktemp)
export POOLTOPOLOGY_CRASH_LOG

dotnet build tests/EndToEnd -c Release -v quiet -nologo
tail -f "$POOLTOPOLOGY_CRASH_LOG" & tail=$!
trap 'kill $tail; rm -f "$POOLTOPOLOGY_CRASH_LOG"' EXIT
dotnet test tests/EndToEnd -c Release --no-build -nologo -v quiet --filter 'FullyQualifiedName~CrashMatrix'
sleep 1
