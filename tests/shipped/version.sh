#!/usr/bin/env bash
# version.sh SASYNCD
# One version: that of project() in CMakeLists.txt. The program says it, and the changelog begins with it.
set -euo pipefail
sasyncd=$1
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$(sed -nE 's/^project\(sasyncd VERSION ([0-9.]+) .*/\1/p' CMakeLists.txt)
[ -n "$version" ] || { printf 'no version in CMakeLists.txt\n' >&2 && exit 1; }
changes=$(sed -nE 's/^## \[([^]]*)\].*/\1/p' CHANGELOG.md | head -n 1)
[ "$changes" = "$version" ] || {
    printf 'CMakeLists.txt has version %s, and CHANGELOG.md begins with %s\n' "$version" "$changes" >&2
    exit 1
}
said=$("$sasyncd" --version)
[ "$said" = "sasyncd $version" ] || { printf 'the program says "%s"\n' "$said" >&2 && exit 1; }
# Nowhere else, where it would be forgotten.
! grep -rnF "$version" --include='*.cpp' --include='*.hpp' --include='*.cmake' --include='*.in' daemon systemd || {
    printf 'the version stands there too\n' >&2
    exit 1
}
