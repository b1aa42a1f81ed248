#!/usr/bin/env bash
# Builds everything and runs every test. Installs the Debian packages that the tests use where it may (as root);
# tests whose tools are missing are skipped with a reason.
#   eng/test.sh            everything
#   eng/test.sh fast       without the end-to-end tests and the machines
set -euo pipefail
# Started in the background or by nohup, this shell ignores signals, and so would every program that the tests send them to.
if [ -z "${POOLTOPOLOGY_SIGNALS_RESET:-}" ]; then
  exec env --default-signal=INT,QUIT,HUP POOLTOPOLOGY_SIGNALS_RESET=1 bash "${BASH_SOURCE[0]}" "$@"
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=${1:-full}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

step() { printf '\n== %s\n' "$*"; }

# command -> Debian package
declare -A packages=( [nft]=nftables [ip]=iproute2 [node]=nodejs [npm]=npm [conntrack]=conntrack [debootstrap]=debootstrap
  [systemd-nspawn]=systemd-container [curl]=curl [ssh]=openssh-client [faketime]=faketime )
missing=()
for command in nft ip node npm conntrack debootstrap systemd-nspawn curl ssh faketime; do
  command -v "$command" >/dev/null || missing+=("${packages[$command]}")
done
ldconfig -p | grep -q 'libsodium\.so\.23' || missing+=(libsodium23)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    step "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || true
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
      || echo "could not install ${missing[*]}: tests that need them will be skipped"
  else
    echo "not installed: ${missing[*]}; tests that need them will be skipped"
  fi
fi

clients=tests/EndToEnd/clients
if [ -f "$clients/package-lock.json" ] && command -v npm >/dev/null; then
  step "stock clients (npm)"
  npm ci --prefix "$clients" --no-audit --no-fund --loglevel=error \
    || echo "npm ci failed: tests against stock clients will be skipped"
fi

step "build"
dotnet build PoolTopology.sln -c Release -v quiet -nologo

# Debian machines for the tests: a tree of files to boot, programs that run on them, a first boot. What cannot be had here is
# a reason to skip their tests.
no_machines() { echo "no machines: $1"; export POOLTOPOLOGY_NO_MACHINES=$1; }
if [ "$mode" != fast ]; then
  step "machines"
  if ! reason=$(eng/machines/machines.sh check 2>&1); then
    no_machines "$reason"
  elif ! timeout 400 eng/machines/machines.sh run trial one -- true </dev/null; then
    no_machines "a first one did not boot"
  elif ! timeout 900 deploy/publish.sh artifacts/publish/linux-x64 </dev/null; then
    no_machines "the programs could not be published"
  else
    export POOLTOPOLOGY_PUBLISHED="$PWD/artifacts/publish/linux-x64"
  fi
fi

step "test"
log=$(mktemp); trap 'rm -f "$log"' EXIT
# One project at a time: end-to-end runs measure real time, and two cores are not many.
arguments=(PoolTopology.sln -c Release --no-build -nologo -m:1)
[ "$mode" = fast ] && arguments+=(--filter 'FullyQualifiedName!~PoolTopology.EndToEnd&FullyQualifiedName!~PoolTopology.Machines')
status=0
dotnet test "${arguments[@]}" 2>&1 | tee "$log" || status=$?

awk -F'[:,]' '
  /^(Passed|Failed)! +- +Failed:/ { failed += $2; passed += $4; skipped += $6; projects++ }
  END { printf "\n%d test projects\n%d passed, %d failed, %d skipped\n", projects, passed, failed, skipped
        exit (projects == 0 || passed == 0) }' "$log" || status=1
exit "$status"
