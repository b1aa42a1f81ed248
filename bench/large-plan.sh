#!/usr/bin/env bash
# How long it takes to validate a plan of many machines and to derive every file of every machine, from a cold process.
#   bench/large-plan.sh [MACHINES] [RELAYS] [NETWORK_FILES]     e.g. bench/large-plan.sh 1000 100 networks/preprod
# Build first (dotnet build -c Release src/Orchestrator). The plan has one producer; machines without a relay observe.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
pool=${POOL:-artifacts/bin/Orchestrator/release/pool} # POOL=artifacts/publish/linux-x64/pool: as an operator has it
machines=${1:-1000} relays=${2:-100}
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
plan="$folder/topology.yaml"

{
  echo 'version: 1'
  echo 'pool: { name: Large, ticker: LARGE, network: ./net }'
  echo 'machines:'
  for ((i = 0; i < machines; i++)); do
    echo "  m$i: { address: 198.18.$((i / 250)).$((i % 250 + 1)), zone: z$((i % 7)) }"
  done
  printf 'producers:\n  bp: { machine: m0, port: 3001 }\nrelays:\n'
  for ((i = 1; i <= relays; i++)); do echo "  relay-$i: { machine: m$i, port: 3001 }"; done
  if ((relays + 1 < machines)); then echo 'observers:'; fi
  for ((i = relays + 1; i < machines; i++)); do
    echo "  eye-$i: { machine: m$i, port: 3001, follows: [relay-$((1 + i % relays))] }"
  done
  echo 'access: { manage: [192.0.2.0/25], scrape: [192.0.2.8/32], time: [192.0.2.123] }'
} >"$plan"
if [[ -n "${3:-}" ]]; then
  network=(--network-files "$3")
else
  mkdir "$folder/net"; echo '{}' >"$folder/net/config.json"; network=()
fi

TIMEFORMAT='%R s wall, %U s processor'
for run in 1 2 3; do
  echo "run $run, validate:"; time "$pool" validate -f "$plan" >/dev/null
  echo "run $run, everything:"; time "$pool" render -f "$plan" "${network[@]}" >"$folder/digests.$run"
  cmp "$folder/digests.1" "$folder/digests.$run"
done
echo "$(wc -l <"$folder/digests.1") machines, the same digests in every run: $(sha256sum <"$folder/digests.1" | cut -c1-16)"
