# shellcheck shell=bash
# Building a preset the same way from every script. Sourced by run.sh and try.sh, in the root of the checkout.

# ccache finds again what it built for another clone: paths count from the root of the checkout.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}

# Configures and builds preset $1; further arguments are targets (default: all).
build_preset() {
    local preset=$1
    shift
    say_only_failure cmake --preset "$preset" || return
    cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}
