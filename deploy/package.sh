#!/usr/bin/env bash
# Builds Debian packages of published programs: pooltopology, pooltopology-keys, pooltopology-machine.
#   deploy/package.sh [PUBLISHED] [OUT]        artifacts/publish/linux-x64, artifacts/packages
# The same programs and the same SOURCE_DATE_EPOCH (the last commit's time) give the same bytes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
published=${1:-artifacts/publish/linux-x64}
out=${2:-artifacts/packages}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022
fail() { echo "package.sh: $*" >&2; exit 1; }

[ -f "$published/SHA256SUMS" ] || fail "$published has no programs: run deploy/publish.sh"
(cd "$published" && sha256sum --check --quiet --strict SHA256SUMS) || fail "$published is not what was published"
case $(od -An -t u2 -j 18 -N 2 "$published/pool" | tr -d ' ') in
  62) architecture=amd64 ;;
  183) architecture=arm64 ;;
  *) fail "$published/pool is not for amd64 or arm64" ;;
esac
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
day=$(date -d "@$SOURCE_DATE_EPOCH" +%F)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Manual pages and completion come from the programs themselves; those for another architecture are asked here in a build
# for this one.
runnable=$published
if ! "$published/pool" --version >/dev/null 2>&1; then
  runnable=${POOLTOPOLOGY_RUNNABLE:-artifacts/publish/linux-x64}
  "$runnable/pool" --version >/dev/null || fail "no programs that run here: publish for this computer too"
fi
for program in pool pool-relay pool-producer pool-keys; do
  "$runnable/$program" internal-man "$work/man" --date "$day"
done

fill() {
  sed -e "s|@VERSION@|$version|g" -e "s|@ARCHITECTURE@|$architecture|g" -e "s|@PACKAGE@|$package|g" \
    -e "s|@SIZE@|${size:-0}|g" -e "s|@DATE@|$(date -R -d "@$SOURCE_DATE_EPOCH")|g" "$1"
}
program() { # a program, its manual pages, its completion
  install -D -m 0755 "$published/$1" "$root/usr/bin/$1"
  install -d "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" \
    "$root/usr/share/fish/vendor_completions.d"
  "$runnable/$1" completion bash >"$root/usr/share/bash-completion/completions/$1"
  "$runnable/$1" completion zsh >"$root/usr/share/zsh/vendor-completions/_$1"
  "$runnable/$1" completion fish >"$root/usr/share/fish/vendor_completions.d/$1.fish"
}
manual() {
  local page
  for page in "$@"; do
    install -d "$root/usr/share/man/man${page##*.}"
    gzip -9n <"$page" >"$root/usr/share/man/man${page##*.}/${page##*/}.gz"
  done
}
build() {
  local control=deploy/debian/$package documents=$root/usr/share/doc/$package name size
  install -d "$documents" "$root/DEBIAN"
  install -m 0644 deploy/debian/copyright "$documents/copyright"
  fill deploy/debian/changelog | gzip -9n >"$documents/changelog.gz"
  if [ -d "$root/usr/bin" ]; then
    install -d "$root/usr/share/lintian/overrides"
    fill deploy/debian/lintian-overrides >"$root/usr/share/lintian/overrides/$package"
  fi
  for name in postinst postrm; do
    [ ! -f "$control/$name" ] || install -m 0755 "$control/$name" "$root/DEBIAN/$name"
  done
  (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  size=$(find "$root/usr" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
  fill "$control/control" >"$root/DEBIAN/control"
  find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  # One thread: xz cuts its blocks otherwise where it has more processors.
  name=$package"_${version}_$(sed -n 's/^Architecture: //p' "$root/DEBIAN/control").deb"
  dpkg-deb --root-owner-group --threads-max=1 -Zxz -z"${POOLTOPOLOGY_DEB_LEVEL:-6}" --build "$root" "$out/$name.new" >/dev/null
  mv "$out/$name.new" "$out/$name"
  rm -rf "$root"
}

mkdir -p "$out"
package=pooltopology-machine root=$work/machine
install -D -m 0644 deploy/debian/pooltopology-machine/sysusers.conf "$root/usr/lib/sysusers.d/pooltopology.conf"
install -D -m 0644 deploy/debian/pooltopology-machine/tmpfiles.conf "$root/usr/lib/tmpfiles.d/pooltopology.conf"
build

package=pooltopology-keys root=$work/keys
program pool-keys
manual "$work/man/pool-keys.1"
rm "$work/man/pool-keys.1"
build

package=pooltopology root=$work/pool
for name in pool pool-relay pool-producer; do program "$name"; done
manual "$work"/man/*
install -D -m 0644 topology.yaml "$root/usr/share/doc/$package/examples/topology.yaml"
build

(cd "$out" && sha256sum ./*_"$version"_*.deb | sed 's|\./||' >SHA256SUMS && cat SHA256SUMS)
