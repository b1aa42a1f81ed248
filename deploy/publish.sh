#!/usr/bin/env bash
# Publishes pool, pool-relay, pool-producer and pool-keys: each one file that needs no .NET on its machine.
#   deploy/publish.sh [OUT] [RID]        OUT: artifacts/publish/RID; RID: linux-x64 or linux-arm64
# OUT/SHA256SUMS names the bytes. The same commit gives the same pool and pool-keys everywhere; in the nodes the order of
# generated log methods differs from one compiler process to the next (docs/STATUS.md). `pool apply --programs OUT` rolls them out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rid=${2:-linux-x64}
out=${1:-artifacts/publish/$rid}
case $rid in
  linux-x64 | linux-arm64) ;;
  *) echo "publish.sh: $rid: choose linux-x64 or linux-arm64" >&2; exit 64 ;;
esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A build tree of its own: an ordinary build keeps its outputs and its restore.
work=${POOLTOPOLOGY_PUBLISH_WORK:-$PWD/artifacts/publish-work/$rid}
options=(-c Release -r "$rid" -v quiet -nologo
  "-p:ArtifactsPath=$work" "-p:CustomBeforeMicrosoftCommonProps=$PWD/deploy/publish.props")
programs=(Orchestrator:pool Relay:pool-relay Producer:pool-producer Keys:pool-keys)

# The orchestrator's restore covers the programs that it starts. What it resolved must be what the lock files say,
# and nothing besides but the analyser that comes with publishing as one file.
dotnet restore src/Orchestrator -r "$rid" "${options[@]:4}"
hashes() { grep -h '"contentHash"' "$@" | sort -u; }
extra=$(comm -13 <(hashes src/*/packages.lock.json) <(hashes "$work"/locks/*.json))
analyser=$(grep -h -A4 '"Microsoft.NET.ILLink.Tasks"' "$work"/locks/*.json | grep '"contentHash"' | sort -u)
if [ "$extra" != "$analyser" ]; then
  printf 'publish.sh: packages that the lock files do not have:\n%s\n' "$extra" >&2
  exit 1
fi

mkdir -p "$out"
for entry in "${programs[@]}"; do
  project=${entry%%:*} program=${entry##*:}
  dotnet publish "src/$project" --no-restore "${options[@]}" -o "$work/out/$project"
  install -m 0755 "$work/out/$project/$program" "$out/$program.new"
  mv "$out/$program.new" "$out/$program"
done
install -m 0755 deploy/install.sh "$out/install.sh"
(cd "$out" && sha256sum pool pool-keys pool-producer pool-relay >SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS)
(cd "$out" && ls -l pool pool-keys pool-producer pool-relay && cat SHA256SUMS)
