#!/usr/bin/env bash
# Real Debian machines for tests: each a systemd-nspawn container that boots systemd, with its own sshd, disk, network
# namespace, nftables and journal. They hang on a bridge in a namespace of its own, so nothing of the host's network changes.
#
#   machines.sh check                          can this computer do it? exit 0, or 77 and the reason
#   machines.sh rootfs                         make the Debian tree once (about a minute, cached); print where it is
#   machines.sh up PREFIX NAME...              boot machines, wait for their sshd; print the run's folder
#   machines.sh down PREFIX                    stop and remove everything of that run, also of one that was killed
#   machines.sh run PREFIX NAME... -- COMMAND  up, COMMAND (MACHINES_RUN is the folder), down; exit as COMMAND did
#
#   machines.sh ssh PREFIX NAME [COMMAND]      a command on a machine over SSH, as root
#   machines.sh operator PREFIX COMMAND...     a command of this computer, from the operator's address
#   machines.sh outsider PREFIX COMMAND...     the same from a stranger's address
#   machines.sh reboot PREFIX NAME             an orderly reboot; returns when sshd answers again
#   machines.sh power-cut PREFIX NAME          kill -9, its rules and connections gone; stays off
#   machines.sh power-on PREFIX NAME           boots it again; returns when sshd answers
#   machines.sh leader PREFIX NAME             the number of its first process, as this computer sees it
#   machines.sh list [PREFIX]                  what there is
#
# PREFIX, of at most 12 letters and digits, tells runs apart: several may go side by side. NAME is a host name; NAME:64M
# gives that machine a disk of 64 MB. In the run's folder: ssh_config (hosts by name; users root, admin with sudo, guest
# without), known_hosts, id_ed25519, addresses (NAME ADDRESS in each line), machines/NAME/console.log.
#
# The operator has 10.77.0.2, the outsider 10.77.0.250, machines 10.77.0.10 and on, in the order named.
# A run ends by itself when the process MACHINES_OWNER is gone, or after MACHINES_TTL seconds (3600).
# The tree is cached in ${XDG_CACHE_HOME:-~/.cache}/pooltopology/machines; MACHINES_MIRROR names the Debian mirror.
# Needs root, debootstrap, systemd-container, nftables, conntrack, iproute2, openssh-client, and cgroup v1 or v2 at /sys/fs/cgroup.
set -euo pipefail

here=$(realpath "${BASH_SOURCE[0]}"); readonly here
# Short: sockets of SSH connections lie below, and their paths may have 108 bytes.
readonly runs=/tmp/pool-machines
readonly cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/pooltopology/machines
readonly mirror=${MACHINES_MIRROR:-http://deb.debian.org/debian}
readonly network=10.77.0
readonly packages=systemd,systemd-sysv,dbus,openssh-server,nftables,conntrack,chrony,sudo,iproute2,iputils-ping,procps,\
ca-certificates,curl,libicu72,netcat-openbsd,kmod

fail() { echo "machines.sh: $*" >&2; exit 1; }
usage() { sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$here" >&2; exit 64; }

check() {
  [ "$(id -u)" = 0 ] || { echo "machines need root" >&2; exit 77; }
  local tool
  for tool in debootstrap systemd-nspawn nft conntrack ip ssh ssh-keygen; do
    command -v "$tool" >/dev/null || { echo "machines need $tool, which is not installed" >&2; exit 77; }
  done
  [ -d /sys/fs/cgroup ] || { echo "machines need /sys/fs/cgroup" >&2; exit 77; }
}

# ---------------------------------------------------------------- the Debian tree

# The name changes with what goes in, so that an old tree is not taken for a new one.
tree_path() { echo "$cache/bookworm-$( (echo "$packages"; declare -f prepare_tree) | sha256sum | cut -c1-12)"; }

rootfs() {
  local tree; tree=$(tree_path)
  mkdir -p "$cache"
  exec 9>"$cache/lock"; flock -w 300 9 || fail "another run makes the Debian tree for more than 300 s"
  if [ ! -d "$tree" ]; then
    local making="$tree.making"
    rm -rf "$making"
    echo "making a Debian tree in $tree" >&2
    timeout 280 debootstrap --variant=minbase --include="$packages" bookworm "$making" "$mirror" >"$cache/debootstrap.log" 2>&1 \
      || { rm -rf "$making"; fail "debootstrap failed: $(tail -n 3 "$cache/debootstrap.log")"; }
    prepare_tree "$making"
    mv "$making" "$tree"
  fi
  exec 9>&-
  echo "$tree"
}

prepare_tree() {
  local tree=$1 unit
  rm -rf "$tree"/etc/ssh/ssh_host_* "$tree"/var/cache/apt/archives/*.deb "$tree"/var/lib/apt/lists/*
  : > "$tree/etc/machine-id"
  # Devices, consoles and upkeep belong to the host. systemd-logind stays: reboot needs it.
  for unit in systemd-udevd.service systemd-udev-trigger.service systemd-networkd-wait-online.service console-getty.service \
      getty@tty1.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer; do
    ln -sf /dev/null "$tree/etc/systemd/system/$unit"
  done
  # A container must not set the clock of its host: chrony follows a local source and touches nothing.
  mkdir -p "$tree/etc/systemd/system/chrony.service.d"
  printf '[Unit]\nConditionCapability=\n' > "$tree/etc/systemd/system/chrony.service.d/container.conf"
  echo 'DAEMON_OPTS="-F 1 -x"' > "$tree/etc/default/chrony"
  printf 'driftfile /var/lib/chrony/chrony.drift\nlocal stratum 8\n' > "$tree/etc/chrony/chrony.conf"
  chroot "$tree" useradd --create-home --shell /bin/bash admin
  chroot "$tree" useradd --create-home --shell /bin/bash guest
  echo 'admin ALL=(ALL) NOPASSWD: ALL' > "$tree/etc/sudoers.d/admin"
  chmod 0440 "$tree/etc/sudoers.d/admin"
  rm -f "$tree/etc/hostname"
}

# ---------------------------------------------------------------- names and places

valid_prefix() { [[ $1 =~ ^[a-z0-9]{1,12}$ ]] || fail "'$1' is no prefix: 1 to 12 small letters and digits"; }
run_folder() { echo "$runs/$1"; }
namespace() { echo "$1-$2"; }
control_groups() { find /sys/fs/cgroup -mindepth 1 -maxdepth 2 -type d -name "machines-$1-*" 2>/dev/null; }
machine_folder() {
  local folder; folder="$(run_folder "$1")/machines/$2"
  [ -d "$folder" ] || fail "there is no machine $2 in the run $1"
  echo "$folder"
}

# Every hierarchy that has processes: v1 has several folders, v2 is its own.
hierarchies() {
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo /sys/fs/cgroup; return; fi
  local name
  for name in systemd unified memory pids cpu; do [ ! -d "/sys/fs/cgroup/$name" ] || echo "/sys/fs/cgroup/$name"; done
}

# ---------------------------------------------------------------- network

plug() { # PREFIX NAME ADDRESS: a namespace with one cable to the run's switch
  local space switch; space=$(namespace "$1" "$2"); switch=$(namespace "$1" switch)
  ip netns add "$space"
  # Interface names are short and not unique across runs: both ends are made inside the switch's namespace.
  local port="p${3##*.}"
  ip -n "$switch" link add name "$port" type veth peer name eth0 netns "$space"
  ip -n "$switch" link set dev "$port" master br0 up
  ip -n "$space" addr add "$3/24" dev eth0
  ip -n "$space" link set dev lo up
  ip -n "$space" link set dev eth0 up
}

forget_rules() { # a machine without power has neither rules nor connections
  ip netns exec "$1" nft flush ruleset || true
  ip netns exec "$1" conntrack -F >/dev/null 2>&1 || true
}

# ---------------------------------------------------------------- up

up() {
  local prefix=$1; shift
  [ $# -gt 0 ] || usage
  local run tree; run=$(run_folder "$prefix")
  [ ! -e "$run" ] || fail "the run $prefix exists: $here down $prefix"
  tree=$(rootfs)
  # Whatever stops this in the middle leaves nothing behind.
  # shellcheck disable=SC2064 # now: at the exit the function's names are gone
  trap "down $prefix" EXIT
  mkdir -p "$run/machines"; chmod 0711 "$runs"; chmod 0700 "$run"
  ip netns add "$(namespace "$prefix" switch)"
  ip -n "$(namespace "$prefix" switch)" link add name br0 type bridge
  ip -n "$(namespace "$prefix" switch)" link set dev br0 up
  plug "$prefix" operator "$network.2"
  plug "$prefix" outsider "$network.250"
  ssh-keygen -q -t ed25519 -N '' -C "$prefix" -f "$run/id_ed25519"
  : > "$run/known_hosts"; : > "$run/addresses"
  ssh_config_head "$run" > "$run/ssh_config"

  local number=10 machine
  for machine in "$@"; do
    [[ $machine =~ ^[a-z][a-z0-9-]{0,31}(:[0-9]+[MG])?$ ]] || fail "'$machine' is no machine name"
    make_machine "$prefix" "${machine%%:*}" "$network.$number" "$tree" "$(cut -s -d: -f2 <<<"$machine")"
    number=$((number + 1))
  done
  keep "$prefix" "$here" watch "$prefix" "${MACHINES_OWNER:-}" "${MACHINES_TTL:-3600}"
  for machine in "$@"; do start_machine "$prefix" "${machine%%:*}"; done
  for machine in "$@"; do await_ssh "$prefix" "${machine%%:*}" 30; done
  trap - EXIT
  echo "$run"
}

ssh_config_head() {
  cat <<END
Host *
  User admin
  IdentityFile $1/id_ed25519
  IdentitiesOnly yes
  UserKnownHostsFile $1/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  BatchMode yes
  ConnectTimeout 10
END
}

make_machine() { # PREFIX NAME ADDRESS TREE DISK
  local prefix=$1 name=$2 address=$3 tree=$4 disk=$5 run folder account
  run=$(run_folder "$prefix"); folder="$run/machines/$name"
  plug "$prefix" "$name" "$address"
  mkdir -p "$folder/disk" "$folder/root"
  [ -z "$disk" ] || mount -t tmpfs -o "size=$disk" "machines-$prefix-$name" "$folder/disk"
  mkdir -p "$folder/disk/upper" "$folder/disk/work"
  mount -t overlay -o "lowerdir=$tree,upperdir=$folder/disk/upper,workdir=$folder/disk/work" "machines-$prefix-$name" "$folder/root"
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$folder/root/etc/ssh/ssh_host_ed25519_key"
  systemd-id128 new > "$folder/root/etc/machine-id"
  echo "$name" > "$folder/root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" > "$folder/root/etc/hosts"
  for account in root home/admin home/guest; do
    install -d -m 0700 "$folder/root/$account/.ssh"
    install -m 0600 "$run/id_ed25519.pub" "$folder/root/$account/.ssh/authorized_keys"
    chown -R --reference="$folder/root/$account" "$folder/root/$account/.ssh"
  done
  echo "$name $address" >> "$run/addresses"
  echo "$name,$address $(cut -d' ' -f1,2 "$folder/root/etc/ssh/ssh_host_ed25519_key.pub")" >> "$run/known_hosts"
  printf 'Host %s %s\n  HostName %s\n  HostKeyAlias %s\n' "$name" "$address" "$address" "$name" >> "$run/ssh_config"
}

keep() { # PREFIX COMMAND...: a background process of the run that outlives this one, in no session of ours
  local prefix=$1; shift
  setsid --fork "$@" </dev/null >>"$(run_folder "$prefix")/log" 2>&1 9>&-
}

start_machine() { keep "$1" "$here" power "$1" "$2"; }

# The life of one machine: boot, and boot again for as long as it asks for a reboot (exit 133).
power() {
  local prefix=$1 name=$2 folder space group code=133
  folder=$(machine_folder "$prefix" "$name"); space=$(namespace "$prefix" "$name")
  for group in $(hierarchies); do
    mkdir -p "$group/machines-$prefix-$name"
    echo $$ > "$group/machines-$prefix-$name/cgroup.procs"
  done
  while [ "$code" = 133 ]; do
    code=0
    env -i PATH="$PATH" SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network \
      systemd-nspawn --quiet --boot -D "$folder/root" --machine="$prefix-$name" --hostname="$name" --register=no --keep-unit \
      --network-namespace-path="/run/netns/$space" --capability=CAP_NET_ADMIN,CAP_SYSLOG,CAP_IPC_LOCK \
      --resolv-conf=off --timezone=off --link-journal=no --console=read-only >> "$folder/console.log" 2>&1 || code=$?
    forget_rules "$space"
  done
}

await_ssh() { # PREFIX NAME SECONDS
  local until=$((SECONDS + $3))
  until machine_ssh "$1" "$2" true 2>/dev/null; do
    [ $SECONDS -lt $until ] || fail "$2 does not answer over SSH within $3 s; $(tail -n 3 "$(machine_folder "$1" "$2")/console.log")"
    sleep 0.1
  done
}

machine_ssh() { # PREFIX NAME COMMAND...
  local prefix=$1 name=$2; shift 2
  operator "$prefix" timeout 60 ssh -F "$(run_folder "$prefix")/ssh_config" -o ConnectTimeout=2 -l root "$name" "$@"
}

# Connections that are kept open belong to this run alone: other runs have machines at the same addresses.
operator() { local prefix=$1; shift; XDG_RUNTIME_DIR=$(run_folder "$prefix") ip netns exec "$(namespace "$prefix" operator)" "$@"; }
outsider() { local prefix=$1; shift; ip netns exec "$(namespace "$prefix" outsider)" "$@"; }

# ---------------------------------------------------------------- reboot and power

# The machine's first process: the child of nspawn's own child, named as in its cgroup.
leader() { # PREFIX NAME
  local pid
  for pid in $(members "$1" "$2"); do
    # In the container's process namespace it is number 1; NSpid lists its numbers from outside in.
    if awk '/^NSpid:/ { exit !(NF == 3 && $3 == 1) }' "/proc/$pid/status" 2>/dev/null; then echo "$pid"; return; fi
  done
  return 1
}

members() { # PREFIX [NAME]: processes of a run's machines
  local group
  for group in $(control_groups "$1"); do
    [ -z "${2:-}" ] || [ "${group##*/}" = "machines-$1-$2" ] || continue
    find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done | sort -un
}

reboot() {
  local prefix=$1 name=$2 before until=$((SECONDS + 60))
  before=$(leader "$prefix" "$name") || fail "$name is off"
  machine_ssh "$prefix" "$name" 'systemctl reboot' || true
  while [ -e "/proc/$before" ]; do
    [ $SECONDS -lt $until ] || fail "$name does not go down within 60 s"
    sleep 0.05
  done
  await_ssh "$prefix" "$name" 30
}

power_cut() {
  local prefix=$1 name=$2 until=$((SECONDS + 20)) pid
  pid=$(leader "$prefix" "$name") || fail "$name is off already"
  kill -9 "$pid"
  while [ -n "$(members "$prefix" "$name")" ]; do
    [ $SECONDS -lt $until ] || fail "$name still has processes 20 s after its power was cut"
    sleep 0.05
  done
}

power_on() {
  [ -z "$(members "$1" "$2")" ] || fail "$2 is on already"
  start_machine "$1" "$2"
  await_ssh "$1" "$2" 30
}

# ---------------------------------------------------------------- down

# Ends a run whose owner is gone or whose time is over.
watch() { # PREFIX OWNER SECONDS
  local prefix=$1 owner=$2 until=$((SECONDS + $3)) run; run=$(run_folder "$prefix")
  while [ -d "$run" ] && [ $SECONDS -lt $until ]; do
    if [ -n "$owner" ] && [ ! -e "/proc/$owner" ]; then break; fi
    sleep 1
  done
  [ ! -d "$run" ] || down "$prefix"
}

down() {
  local prefix=$1 run space pid group until=$((SECONDS + 20))
  run=$(run_folder "$prefix")
  # The processes that keep machines running are members too, so that nothing starts again.
  while pid=$(members "$prefix"); [ -n "$pid" ]; do
    # shellcheck disable=SC2086 # one word per process
    kill -9 $pid 2>/dev/null || true
    [ $SECONDS -lt $until ] || fail "processes of $prefix do not end: $pid"
    sleep 0.05
  done
  for space in $(spaces "$prefix"); do
    # shellcheck disable=SC2046 # one word per process
    kill -9 $(ip netns pids "$space") 2>/dev/null || true
    ip netns delete "$space" 2>/dev/null || true
  done
  for group in $(control_groups "$prefix"); do
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
  local place
  for place in "$run"/machines/*/root "$run"/machines/*/disk; do
    while mountpoint -q "$place" 2>/dev/null; do umount "$place" 2>/dev/null || umount -l "$place"; done
  done
  if [ -d "$run" ]; then rm -rf --one-file-system "$run"; fi
}

spaces() { ip netns list | cut -d' ' -f1 | grep -- "^$1-" || true; }

list() {
  local run name address
  for run in "$runs"/${1:-*}/; do
    [ -f "$run/addresses" ] || continue
    while read -r name address; do
      printf '%s %s %s %s\n' "$(basename "$run")" "$name" "$address" \
        "$([ -n "$(members "$(basename "$run")" "$name")" ] && echo on || echo off)"
    done < "$run/addresses"
  done
}

# up, command, down; also when this is interrupted or killed (by the watcher, then).
run() {
  local prefix=$1; shift
  local names=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do names+=("$1"); shift; done
  [ $# -ge 2 ] || usage
  shift
  MACHINES_OWNER=$$ up "$prefix" "${names[@]}" >/dev/null
  # shellcheck disable=SC2064 # as above
  trap "down $prefix" EXIT
  local code=0
  MACHINES_RUN=$(run_folder "$prefix") "$@" || code=$?
  return $code
}

# ---------------------------------------------------------------- verbs

verb=${1:-}; shift || true
case "$verb" in
  check) check ;;
  rootfs) check; rootfs ;;
  list) list "$@" ;;
  up|run) [ $# -ge 2 ] || usage; valid_prefix "$1"; check; "$verb" "$@" ;;
  down) [ $# = 1 ] || usage; valid_prefix "$1"; down "$1" ;;
  ssh) [ $# -ge 2 ] || usage; machine_ssh "$@" ;;
  operator|outsider) [ $# -ge 2 ] || usage; "$verb" "$@" ;;
  leader) [ $# = 2 ] || usage; leader "$@" ;;
  reboot) [ $# = 2 ] || usage; reboot "$@" ;;
  power-cut) [ $# = 2 ] || usage; power_cut "$@" ;;
  power-on) [ $# = 2 ] || usage; power_on "$@" ;;
  power|watch) "$verb" "$@" ;;   # the run's own background processes
  *) usage ;;
esac
