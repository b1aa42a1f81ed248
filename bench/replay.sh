#!/usr/bin/env bash
# How long `pool-relay chain verify` takes for the visible preview chain, from genesis with every check on, by stage.
#   bench/replay.sh [RUNS] [DATABASE CONFIG_JSON]     e.g. bench/replay.sh 5
# Without a database, the chain of the test vectors is unpacked into a folder of its own, which is deleted at the end.
# Build first (dotnet build -c Release src/Relay).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
relay=artifacts/bin/Relay/release/pool-relay
runs=${1:-3}
vectors=${POOLTOPOLOGY_VECTORS:-../shared/vectors}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

if [ $# -ge 3 ]; then
  database=$2 config=$3
else
  database=$work/preview config=$vectors/genesis/preview/cardano-node/config.json
  mkdir "$database"
  for archive in "$vectors"/chain-preview/preview-immutable-epoch*.tar.gz; do tar -xzf "$archive" -C "$database"; done
fi

# A number from under "cost", each of which stands on a line of its own.
field() { sed -nE "s/^ *\"$1\": ([0-9.]+),?$/\1/p" "$work/report" | head -1; }

echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs)"
printf '%8s %8s %10s %8s | processor seconds: %8s %8s %8s %8s\n' threads seconds blocks/s MB crypto rules decode storage
for threads in 1 2; do
  for _ in $(seq "$runs"); do
    "$relay" chain verify --database "$database" --config "$config" --threads "$threads" --output json >"$work/report" \
      || { sed -n '/"divergence"/,/}/p' "$work/report"; echo "the chain is not valid"; exit 1; }
    printf '%8d %8.2f %10d %8d | %18s %8.2f %8.2f %8.2f %8.2f\n' "$threads" "$(field seconds)" \
      "$(field blocksPerSecond)" $(($(field peakResidentBytes) / 1000000)) "" \
      "$(field crypto)" "$(field rules)" "$(field decode)" "$(field storage)"
  done
done
