# Pools of one machine each for drills: m1, m2, … every one with a producer and a relay that a stand-in for cardano-node
# plays, a topology file and a state directory of its own. Sourced by eng/lockout-drills.sh and eng/agent-crashes.sh.
#
# What a machine did is read from its disk, which this computer sees also when the machine cannot be reached.
# PROGRAMS: the published programs (deploy/publish.sh makes them). KEEP=1 leaves the folder with everything.
# shellcheck shell=bash

readonly here=$PWD/eng/machines/drills
machines=$PWD/eng/machines/machines.sh
programs=${PROGRAMS:-$PWD/artifacts/publish/linux-x64}
prefix=dr$$

say() { echo "$(date -u +%H:%M:%S) $*"; }
# Seconds since this computer's start, which is the clock that its machines count confirmations by.
uptime_now() { local up rest; read -r up rest < /proc/uptime; echo "$up"; }
calc() { awk "BEGIN { printf \"%.1f\", $1 }"; }

# shellcheck disable=SC2329 # called by a trap
remove_pools() { "$machines" down "$prefix" || true; [ -n "${KEEP:-}" ] || rm -rf "$work"; }

boot_pools() { # COUNT CONFIRM
  "$machines" check
  [ -x "$programs/pool" ] || deploy/publish.sh "$programs" >/dev/null
  work=$(mktemp -d /tmp/drills.XXXXXX)
  trap remove_pools EXIT
  names=() confirm=60 # in the beginning everything is slow
  local i name weight
  for ((i = 1; i <= $1; i++)); do names+=("m$i"); done
  # Ahead of whatever else this computer does: the drills measure seconds.
  renice -n "${DRILL_NICE:--10}" $$ > /dev/null
  { echo "${DRILL_NICE:--10}" > /proc/self/autogroup; } 2>/dev/null || true
  run=$(MACHINES_OWNER=$$ MACHINES_TTL=14400 "$machines" up "$prefix" "${names[@]}")
  for weight in /sys/fs/cgroup/cpu/"machines-$prefix-"*/cpu.shares; do [ ! -e "$weight" ] || echo 16384 > "$weight"; done
  for ((i = 1; i <= $1; i++)); do
    name=m$i
    mkdir -p "$work/$name/programs"
    # Whole files: what is brought to machines is no link.
    cp --link "$programs/pool" "$programs/pool-keys" "$work/$name/programs/" 2>/dev/null \
      || cp "$programs/pool" "$programs/pool-keys" "$work/$name/programs/"
    release "$name" 0
    install -m 0755 "$here/broken-nft" "$(disk "$name")/usr/local/sbin/nft"
    topology "$name" 10.77.0.2/32 198.51.100.1/32
    first_apply "$name" & # all together
  done
  wait
  for name in "${names[@]}"; do
    [ "$(cat "$work/$name/first.code")" = 0 ] || {
      cat "$work/$name/first.err"; "$machines" ssh "$prefix" "$name" journalctl --no-pager -n 30 -o cat -u 'cardano-node@*'; return 1; } >&2
  done
  confirm=$2
  for name in "${names[@]}"; do topology "$name" 10.77.0.2/32 198.51.100.1/32; done
  say "$1 machines have their pools ($work)"
}

# shellcheck disable=SC2329 # in the background
first_apply() { apply "$1" first || true; }

release() { # NAME NUMBER [FATE]: the stand-in that is rolled out to a machine from now on
  local place=$work/$1/programs/cardano-node
  sed "s/^my \$fate = .*/my \$fate = '${3:-good}'; # release $2/" "$here/cardano-node" > "$place.new"
  chmod 0755 "$place.new"
  mv "$place.new" "$place"
}

topology() { # NAME MANAGE SCRAPE
  cat > "$work/$1/topology.yaml.new" <<END
version: 1
pool: { name: Drill, ticker: DRILL, network: devnet }
engine: cardano-node
machines: { $1: { address: $(address "$1"), zone: a } }
producers: { bp: { machine: $1, port: 3001 } }
relays: { relay: { machine: $1, port: 3002, rpcPort: 12899, metricsPort: 12898 } }
access: { manage: [$2], scrape: [$3] }
rollout: { hold: 1s, deadline: 20s, confirm: ${confirm}s }
END
  mv "$work/$1/topology.yaml.new" "$work/$1/topology.yaml"
}

disk() { echo "$run/machines/$1/root"; }
address() { echo "10.77.0.$((9 + ${1#m}))"; }
journal() { cat "$(disk "$1")/var/lib/pooltopology/agent/journal"; }
release_of() { readlink "$(disk "$1")/opt/pooltopology/current"; }
rules_of() { ip netns exec "$prefix-$1" nft -s list ruleset; }
# The generation of the last activation that is not taken back.
generation_of() {
  journal "$1" | sed -n 's/.*"entry":"activate","record":{"number":\([0-9]*\).*/\1/p; s/.*"entry":"revert","to":\([0-9]*\).*/\1/p' | tail -n 1
}

# Processes of the machine's agent; their numbers as this computer sees them.
agents_on() {
  local pid
  for pid in $(find /sys/fs/cgroup/*/"machines-$prefix-$1" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -un); do
    { tr '\0' ' ' < "/proc/$pid/cmdline"; } 2>/dev/null | grep -E '/pool agent *$' > /dev/null && echo "$pid"
  done || true
}

# shellcheck disable=SC2016 # the inner shell's
apply() { # NAME OUT [OPTIONS...]: what happened is in OUT.ndjson and OUT.err, how it ended in OUT.code, when in OUT.end
  local name=$1 out=$work/$1/$2 code=0; shift 2
  local alone=()
  # Where no private folder for sockets can be made, connections are not shared.
  [ -z "${ALONE:-}" ] || alone=(sh -c 'mkdir -p /tmp/pool-root && mount -t tmpfs -o ro,mode=755 none /tmp/pool-root &&
    unset XDG_RUNTIME_DIR && HOME=/nonexistent exec "$@"' sh)
  "$machines" operator "$prefix" "${alone[@]}" timeout 240 ${PRELOAD:+env $PRELOAD} \
    "$programs/pool" apply --file "$work/$name/topology.yaml" --state "$work/$name/state" --programs "$work/$name/programs" \
    --ssh-config "$run/ssh_config" --yes --ignore-slots 'there is no chain' --output ndjson "$@" \
    > "$out.ndjson" 2> "$out.err" || code=$?
  uptime_now > "$out.end"
  echo "$code" > "$out.code"
  return "$code"
}

# Whether a connection that nobody had before is let in, with its login.
fresh_ssh() { # NAME SECONDS
  "$machines" operator "$prefix" timeout "$2" bash -c '
    until timeout 1 bash -c ": </dev/tcp/$1/22" 2>/dev/null \
      && timeout 10 ssh -F "$2" -o ControlMaster=no -o ControlPath=none -o ConnectTimeout=2 "$3" true 2>/dev/null; do sleep 0.05; done
  ' bash "$(address "$1")" "$run/ssh_config" "$1"
}

press_button() { # NAME: an orderly reboot; prints when the machine begins to start again
  local before until=$((SECONDS + 60))
  before=$("$machines" leader "$prefix" "$1")
  kill -s RTMIN+5 "$before"
  while [ -e "/proc/$before" ]; do
    [ $SECONDS -lt $until ] || { kill -9 "$before"; break; }
    sleep 0.05
  done
  uptime_now
}
