#!/usr/bin/env bash
# How long a block takes from the start of its slot until the last relay has adopted it, in a run of `pool up`.
#   bench/propagation.sh [DURATION] [TOPOLOGY]     e.g. bench/propagation.sh 300s
# Build first (dotnet build -c Release src/Orchestrator). Its state lies in a folder of its own and is deleted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
pool=artifacts/bin/Orchestrator/release/pool
state=$(mktemp -d); trap 'rm -rf "$state"' EXIT

"$pool" up -f "${2:-topology.yaml}" --state "$state/run" --for "${1:-180s}" --output ndjson >"$state/events" \
  || echo "the run ended with exit code $?"

field() { sed -nE "s/.*\"$1\":\"?([^\",}]*)\"?.*/\1/p"; }
relays=$(grep '"type":"node_started"' "$state/events" | grep '"role":"relay"' | field name | sort -u | wc -l)
names=$(grep '"type":"node_started"' "$state/events" | grep '"role":"relay"' | field name | sort -u | paste -sd'|')

# One line per block that every relay adopted: the largest delay. More than 30 s is catching up, not propagation.
grep '"type":"block_adopted"' "$state/events" | grep -E "\"name\":\"($names)\"" \
  | sed -E 's/.*"hash":"([0-9a-f]+)".*"delayMs":([0-9.]+).*/\1 \2/' \
  | awk -v relays="$relays" '
      { count[$1]++; if ($2 > last[$1]) last[$1] = $2 }
      END { for (block in count) if (count[block] >= relays && last[block] < 30000) print last[block] }' \
  | sort -n \
  | awk '
      { sample[NR] = $1 }
      function rank(share,  n) { n = share * NR; return sample[n == int(n) ? n : int(n) + 1] }
      END { if (NR == 0) { print "no block reached every relay"; exit 1 }
            printf "%d blocks: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, largest %.1f ms\n",
                   NR, rank(.50), rank(.95), rank(.99), sample[NR] }'
