#!/usr/bin/env bash
# Decodes the Babbage blocks of the preview chain's visible stretch with our decoder and with three that others wrote,
# one after the other on one core, and prints tables with the ratio of ours to each: all of the blocks, and those with
# transactions. Ours hashes headers, transactions, keys and scripts as it decodes; the others hash nothing.
#   bench/decode-compare.sh [SECONDS]     how long each of the others runs; 15 if not given
# Needs dotnet, node, npm and the test vectors (POOLTOPOLOGY_VECTORS). The packages go to bench/DecodeCompare/node_modules.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
blocks=$(mktemp); trap 'rm -f "$blocks"' EXIT

# Without the optional platform packages: cbor-x then reads strings in JavaScript too.
npm install --prefix bench/DecodeCompare --omit=optional --no-save --no-audit --no-fund --loglevel=error >&2
dotnet build bench/Micro -c Release -v q -nologo >&2

for which in all with-transactions; do
  printf '\nBabbage blocks, %s\n\n' "$which"
  {
    dotnet artifacts/bin/Micro/release/PoolTopology.Micro.dll decode-compare "$which" "$blocks"
    node bench/DecodeCompare/compare.mjs "$blocks" "${1:-15}"
  } | node -e '
    const rows = require("fs").readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
    console.log("| decoder | blocks read | refused | MB/s | ours is faster by |\n|-|-|-|-|-|");
    for (const row of rows)
      console.log(`| ${row.name} | ${row.blocks} | ${row.refused} | ${row.megabytesPerSecond.toFixed(1)} | `
        + `${(rows[0].megabytesPerSecond / row.megabytesPerSecond).toFixed(1)} |`);'
done
