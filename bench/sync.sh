#!/usr/bin/env bash
# How fast a relay with an empty database syncs another one's chain over loopback, with every check on, beside what
# `pool-relay chain verify` takes for the same chain in the same run. Both relays share the machine's cores.
#   bench/sync.sh DATABASE CONFIG [ROUNDS]
# DATABASE is a node's database folder, opened in place (a folder that holds only `immutable` will do), CONFIG its config.json.
set -euo pipefail
database=$(realpath "$1") config=$(realpath "$2") rounds=${3:-3}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build src/Relay -c Release -v quiet -nologo >/dev/null
program=artifacts/bin/Relay/release/pool-relay

folder=$(mktemp -d)
running=()
trap 'kill "${running[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
point='{"accessPoints":[{"address":"127.0.0.1","port":4711}],"advertise":false,"trustable":true,"valency":1}'
echo '{"localRoots":[],"publicRoots":[],"useLedgerAfterSlot":-1}' >"$folder/alone.json"
echo "{\"localRoots\":[$point],\"publicRoots\":[],\"useLedgerAfterSlot\":-1}" >"$folder/peer.json"

# start NAME TOPOLOGY DATABASE PORT: in the background, its process id in $started
start() {
  "$program" run --name "$1" --config "$config" --topology "$folder/$2" --database-path "$3" \
    --host-addr 127.0.0.1 --port "$4" --rpc-addr "127.0.0.1:$(($4 + 1))" --metrics-addr "127.0.0.1:$(($4 + 2))" \
    2>"$folder/$1.log" &
  started=$!
  running+=("$started")
}
height() { curl -fs "http://127.0.0.1:$1/metrics" | awk '$1 == "cardano_node_metrics_blockNum_int" { print $2 }' || true; }
seconds() { date +%s.%N; }

start source alone.json "$database" 4711
until grep -qs 'all stages run' "$folder/source.log"; do sleep 0.1; done
until tip=$(height 4713) && [ -n "$tip" ]; do sleep 0.1; done

for round in $(seq "$rounds"); do
  echo "round $round: load $(cut -d' ' -f1-3 /proc/loadavg) on $(nproc) cores"
  "$program" chain verify --database "$database" --config "$config" 2>/dev/null | grep -E 'blocks/s|processor time' | sed 's/^/  verify: /'
  rm -rf "$folder/db"
  start sink peer.json "$folder/db" 4721
  until grep -qs '127.0.0.1:4711: connected' "$folder/sink.log"; do sleep 0.02; done
  from=$(seconds)
  until [ "$(height 4723)" = "$tip" ]; do sleep 0.05; done
  to=$(seconds)
  awk -v n="$tip" -v s="$(echo "$to - $from" | bc)" -v ps="$(ps -o rss=,cputimes= -p "$started")" 'BEGIN {
    split(ps, p, " ")
    printf "  sync:   %d blocks in %.2f s from the connection on (%.0f blocks/s), %.0f MB, processor time %d s\n",
      n + 1, s, (n + 1) / s, p[1] / 1024, p[2] }'
  kill "$started"; wait "$started" || true
done
