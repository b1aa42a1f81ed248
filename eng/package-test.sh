#!/usr/bin/env bash
# Tests what an operator installs: publishes twice at different places and compares the bytes, builds the packages, checks
# them, the manual and the scripts, installs and removes them in a copy of a Debian system, and tries the installer.
#   eng/package-test.sh [ROOTFS]       ROOTFS: a folder with Debian 12 or later, never written to; without it (or root), that part is left out
# Takes some minutes. POOLTOPOLOGY_PUBLISHED=DIR takes what was published before and leaves the comparison out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rootfs=${1:-}
export LC_ALL=C.UTF-8
work=$(mktemp -d)
mounted=()
clean() { for place in "${mounted[@]}"; do umount "$place"; done; rm -rf "$work"; }
trap clean EXIT

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null || { echo "left out: $1 is not installed"; return 1; }; }

step "scripts"
if has shellcheck; then shellcheck deploy/*.sh deploy/debian/*/post* eng/package-test.sh; echo "shellcheck: clean"; fi

published=${POOLTOPOLOGY_PUBLISHED:-}
if [ -z "$published" ]; then
  step "published twice from two clones at different places"
  for copy in one/deep two; do
    git clone -q . "$work/$copy"
    "$work/$copy/deploy/publish.sh" "$work/$copy.out" >/dev/null
  done
  for program in pool pool-keys; do
    cmp "$work/one/deep.out/$program" "$work/two.out/$program" || fail "the bytes differ"
  done
  # Which order .NET's generator of log methods gives the classes of Node is chance.
  for program in pool-relay pool-producer; do
    cmp -s "$work/one/deep.out/$program" "$work/two.out/$program" || echo "$program differs, as docs/STATUS.md says"
  done
  published=$work/two.out
fi
cat "$published/SHA256SUMS"
for run in 1 2 3; do
  TIMEFORMAT="pool --version, run $run: %R s"
  time "$published/pool" --version >/dev/null
done

step "manual"
for program in pool pool-relay pool-producer pool-keys; do "$published/$program" internal-man "$work/man" --date 2026-11-22; done
if has mandoc; then
  mandoc -Tlint -W warning "$work"/man/* || fail "mandoc complains"
  echo "mandoc -Tlint: clean, $(find "$work/man" -type f | wc -l) pages"
fi
if has man; then
  for page in "$work"/man/*; do
    complaints=$(man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
    [ -z "$complaints" ] || fail "$page: $complaints"
  done
  echo "man --warnings: clean"
fi

step "packages"
packages=$work/packages
deploy/package.sh "$published" "$packages"
if [ -z "${POOLTOPOLOGY_ONCE:-}" ]; then
  deploy/package.sh "$published" "$work/packages-again" >/dev/null
  cmp "$packages/SHA256SUMS" "$work/packages-again/SHA256SUMS" || fail "the packages' bytes differ"
  echo "built twice: the same bytes"
fi
for package in "$packages"/*.deb; do
  dpkg-deb -I "$package" | sed -n '/^ Package/p; /^ Version/p; /^ Installed-Size/p; /^ Depends/p'
  dpkg-deb -c "$package" | awk '$1 !~ /^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x)$/ || $2 != "root/root" { print; bad = 1 } END { exit bad }' \
    || fail "modes or owners in $package"
done
if has lintian; then lintian --allow-root --fail-on error,warning "$packages"/*.deb; echo "lintian: no error, no warning"; fi

if [ -n "$rootfs" ] && [ "$(id -u)" = 0 ]; then
  step "installed and removed in a copy of $rootfs"
  root=$work/root
  mkdir "$root" "$work/upper" "$work/overlay-work" "$work/tmpfs"
  mount -t tmpfs pk-overlay "$work/tmpfs"; mounted=("$work/tmpfs" "${mounted[@]}")
  mkdir "$work/tmpfs/upper" "$work/tmpfs/work"
  mount -t overlay pk-overlay -o "lowerdir=$rootfs,upperdir=$work/tmpfs/upper,workdir=$work/tmpfs/work" "$root"; mounted=("$root" "${mounted[@]}")
  mount -t proc proc "$root/proc"; mounted=("$root/proc" "${mounted[@]}")
  cp "$packages"/*.deb "$root/root/"
  inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
  # What the copy does not have of a package's dependencies is said, and only that is passed over.
  if ! inside sh -c 'dpkg -i /root/*.deb' >"$work/dpkg.log" 2>&1; then
    grep 'depends on' "$work/dpkg.log" || true
    inside sh -c 'dpkg -i --force-depends /root/*.deb' >"$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log"; fail "dpkg -i"; }
  fi
  inside pool --version
  for program in pool pool-relay pool-producer pool-keys; do
    [ "$(inside stat -c '%a %U:%G' "/usr/bin/$program")" = "755 root:root" ] || fail "mode of $program"
    inside "$program" --help >/dev/null || fail "$program does not run"
  done
  inside pool validate -f /usr/share/doc/pooltopology/examples/topology.yaml
  inside getent passwd pool-relay pool-producer
  [ "$(inside stat -c %a /etc/pooltopology/keys)" = 711 ] || fail "mode of /etc/pooltopology/keys"
  inside sh -c 'mkdir -p /etc/pooltopology/keys/bp /var/lib/pooltopology/bp && echo key >/etc/pooltopology/keys/bp/kes.skey && echo chain >/var/lib/pooltopology/bp/chain'
  inside dpkg --purge pooltopology pooltopology-keys pooltopology-machine
  for file in /etc/pooltopology/keys/bp/kes.skey /var/lib/pooltopology/bp/chain; do
    inside test -f "$file" || fail "purge took $file"
  done
  ! inside test -e /usr/bin/pool || fail "purge left /usr/bin/pool"
  echo "purged: programs gone, keys and chain still there"
fi

step "installer"
prefix=$work/prefix
installer=("$published/install.sh" --prefix "$prefix")
"${installer[@]}"
"$prefix/bin/pool" --version >/dev/null
"$prefix/bin/pool" validate -f topology.yaml >/dev/null || fail "the installed pool does not run"
"${installer[@]}" | grep -q 'nothing to do' || fail "installing twice"
mkdir "$work/next"; cp "$published"/* "$work/next/"
printf 'x' >>"$work/next/pool-keys"
if "$work/next/install.sh" --prefix "$prefix" 2>"$work/refused"; then fail "a damaged program was installed"; fi
grep -q 'nothing was changed' "$work/refused" || fail "the refusal says nothing"
# A later version: the same programs under other hashes.
(cd "$work/next" && sha256sum pool pool-keys pool-producer pool-relay >SHA256SUMS)
before=$(readlink "$prefix/lib/pooltopology/current")
"$work/next/install.sh" --prefix "$prefix"
[ "$(readlink "$prefix/lib/pooltopology/current")" != "$before" ] || fail "the upgrade changed nothing"
"$work/next/install.sh" --prefix "$prefix" --back
[ "$(readlink "$prefix/lib/pooltopology/current")" = "$before" ] || fail "--back did not go back"
touch "$prefix/bin/other"
"${installer[@]}" --uninstall
[ "$(find "$prefix" -type f)" = "$prefix/bin/other" ] || fail "uninstalling left or took too much: $(find "$prefix" -type f)"
printf '#!/bin/sh\n' >"$prefix/bin/pool"
if "${installer[@]}" 2>/dev/null; then fail "somebody else's pool was replaced"; fi
echo "installed, upgraded, back, damaged files and foreign files refused, removed"

step "all of it holds"
