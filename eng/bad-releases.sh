#!/usr/bin/env bash
# Rolls bad releases out over three real machines whose pool forges on a fast devnet: one that crashes, one that hangs, one
# that follows a peer and never catches up, one that is fine for ten seconds and then dies. Each must be stopped at the canary and
# taken back (exit code 5), without touching the other machines and without a missed slot.
#   eng/bad-releases.sh
# Exit code 0 where all of that is so. Needs root; see eng/machines/forging-pool.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/machines/forging-pool.sh

boot_pool 15s 40s
say "the pool forges ($work)"
sleep 3

# The machines' releases and the nodes' processes, but for the canary's.
others() { local m; for m in vault edge-2; do "$machines" ssh "$prefix" "$m" 'readlink /opt/pooltopology/current; pgrep -f /opt/published/'; done; }
canary_release() { "$machines" ssh "$prefix" edge-1 readlink /opt/pooltopology/current; }

failed=0
try() { # NAME COMMANDS
  local code=0 begun=$SECONDS before canary
  before=$(others) canary=$(canary_release)
  release "$2"
  apply "$1" || code=$?
  say "$1: exit $code after $((SECONDS - begun)) s: $(head -n 1 "$work/apply-$1.err")"
  [ $code = 5 ] || { failed=$((failed + 1)); say "  and not 5"; }
  [ "$(others)" = "$before" ] || { failed=$((failed + 1)); say "  another machine was touched"; }
  [ "$(canary_release)" = "$canary" ] || { failed=$((failed + 1)); say "  the canary is not back"; }
}

begin=$(now)
# shellcheck disable=SC2016 # the release's own variables
{
  try crashes 'echo "out of luck" >&2; exit 1'
  try hangs 'exec sleep infinity'
  try never-catches-up "$(cat <<'END'
# It follows a peer of its own, beside it, which ends at SIGINT like any, knows nobody and whose chain ends where this one's was at the start.
stale=$STATE_DIRECTORY/stale
nobody='"publicRoots":[],"useLedgerAfterSlot":-1}'
mkdir -p "$stale"
echo "{\"localRoots\":[],$nobody" > "$stale/nobody.json"
echo '{"localRoots":[{"accessPoints":[{"address":"127.0.0.1","port":3999}],"advertise":false,"trustable":true,' \
  "\"hotValency\":1,\"warmValency\":1}],$nobody" > "$stale/one.json"
last=
for argument; do
  case $last in --config) config=$argument ;; --database-path) database=$argument ;; esac
  shift
  case $last in --topology) set -- "$@" "$stale/one.json" ;; *) set -- "$@" "$argument" ;; esac
  last=$argument
done
rm -rf "$stale/db"
cp -r "$database" "$stale/db"
NOTIFY_SOCKET='' env --default-signal=INT,QUIT "$published" run --name stale --config "$config" --topology "$stale/nobody.json" \
  --database-path "$stale/db" --host-addr 127.0.0.1 --port 3999 --rpc-addr 127.0.0.1:12999 &
exec "$published" "$@"
END
)"
  try dies-after-ten-seconds '(sleep 10; kill -9 $$) &
exec "$published" "$@"'
}
end=$(now)

take_stock
stock=$(missed "$begin" "$end")
say "meanwhile missed $stock"
[ "$failed" = 0 ] && [[ $stock == "0 of "* ]]
