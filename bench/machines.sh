#!/usr/bin/env bash
# Four fresh Debian machines: how long one command takes to a forging pool, the same command again, and the proof of its
# firewalls, from a stranger's machine too.
#   bench/machines.sh [PROGRAMS]        PROGRAMS: artifacts/publish/linux-x64, as deploy/publish.sh makes it
# Root; see eng/machines/machines.sh. The Debian tree is made before anything is measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
programs=$(realpath "${1:-artifacts/publish/linux-x64}")
machines=$PWD/eng/machines/machines.sh
[ -x "$programs/pool" ] || { echo "machines.sh: no pool in $programs: run deploy/publish.sh" >&2; exit 1; }
folder=$(mktemp -d); prefix=bench$((RANDOM % 10000))
trap '"$machines" down "$prefix"; rm -rf "$folder"' EXIT

"$machines" rootfs >/dev/null
TIMEFORMAT='%R'
echo "load before: $(cut -d' ' -f1 /proc/loadavg)"
boot=$( { time "$machines" up "$prefix" vault edge-1 edge-2 watch street >/dev/null; } 2>&1)
echo "four machines and a stranger booted: $boot s"
cat >"$folder/topology.yaml" <<'END'
version: 1
pool: { name: Bench, ticker: BENCH, network: devnet }
machines:
  vault: { address: 10.77.0.10 }
  edge-1: { address: 10.77.0.11 }
  edge-2: { address: 10.77.0.12 }
  watch: { address: 10.77.0.13 }
producers: { bp: { machine: vault, port: 3001 } }
relays:
  relay-1: { machine: edge-1, port: 3001 }
  relay-2: { machine: edge-2, port: 3001 }
observers: { observer: { machine: watch, port: 3001 } }
access: { manage: [10.77.0.2/32] }
END
pool() { "$machines" operator "$prefix" "$programs/pool" "$@" -f "$folder/topology.yaml" --ssh-config "/tmp/pool-machines/$prefix/ssh_config"; }
apply() { pool apply --auto-approve; }
first=$( { time apply >"$folder/first" 2>&1; } 2>&1) || { tail -n 20 "$folder/first" >&2; exit 1; }
echo "from fresh machines to a forging pool: $first s"
for _ in 1 2 3 4 5; do
  again=$( { time apply >"$folder/again" 2>&1; } 2>&1) || { tail -n 20 "$folder/again" >&2; exit 1; }
  echo "the same again: $again s ($(tail -n 1 "$folder/again"))"
done
for run in 1 2 3; do
  proof=$( { time pool firewall prove --from root@street --out "$folder/bundle-$run" >"$folder/proof" 2>&1; } 2>&1) \
    || { tail -n 20 "$folder/proof" >&2; exit 1; }
  echo "proof $run: $proof s ($(grep -o '[0-9,]* probes in .* ms' "$folder/proof"))"
done
echo "load after: $(cut -d' ' -f1 /proc/loadavg)"
