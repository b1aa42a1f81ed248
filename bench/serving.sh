#!/usr/bin/env bash
# How fast a running relay serves a database to one client over loopback: headers by chain-sync (300 requests under way),
# blocks by block-fetch (ranges of 100). The client is bench/Micro: it cuts messages at their borders and does no more.
#   bench/serving.sh DATABASE CONFIG [GIGABYTES]
# DATABASE is a node's database folder, opened in place (a folder that holds only `immutable` will do), CONFIG its config.json.
set -euo pipefail
database=$(realpath "$1") config=$(realpath "$2") gigabytes=${3:-2}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build src/Relay -c Release -v quiet -nologo >/dev/null
dotnet build bench/Micro -c Release -v quiet -nologo >/dev/null

folder=$(mktemp -d)
magic=$(sed -n 's/.*"networkMagic": *\([0-9]*\).*/\1/p' \
  "$(dirname "$config")/$(sed -n 's/.*"ShelleyGenesisFile": *"\([^"]*\)".*/\1/p' "$config")")
echo '{"localRoots":[],"publicRoots":[],"useLedgerAfterSlot":-1}' >"$folder/topology.json"
artifacts/bin/Relay/release/pool-relay run --name bench --config "$config" --topology "$folder/topology.json" \
  --database-path "$database" --host-addr 127.0.0.1 --port 4701 --rpc-addr 127.0.0.1:4702 2>"$folder/log" &
relay=$!
trap 'kill $relay 2>/dev/null; wait $relay 2>/dev/null; rm -rf "$folder"' EXIT
until grep -qs 'all stages run' "$folder/log"; do
  kill -0 $relay 2>/dev/null || { cat "$folder/log"; exit 1; }
  sleep 0.1
done
grep -o ' is open: .*' "$folder/log"
artifacts/bin/Micro/release/PoolTopology.Micro serving 127.0.0.1:4701 "$magic" "$gigabytes"
ps -o rss=,cputime= -p $relay | awk '{ printf "relay: %.0f MB resident, processor time %s\n", $1 / 1024, $2 }'
