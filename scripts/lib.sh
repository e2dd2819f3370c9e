# shellcheck shell=bash
# What the scripts share. Source it; it does nothing by itself.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${WPBRIDGE_CACHE:-$HOME/.cache/wpbridge}

say() { printf '%s\n' "$*" >&2; }
die() {
    say "${0##*/}: $1"
    exit "${2:-1}"
}

# need COMMAND PACKAGE...: install the Debian packages when COMMAND is missing.
# Servers that a package brings along are not started: we run our own, privately.
need() {
    local command=$1
    shift
    command -v "$command" >/dev/null && return
    command -v apt-get >/dev/null || die "$command is missing; install what Debian calls: $*"
    [[ $(id -u) == 0 ]] || die "$command is missing; as root: apt-get install $*"
    say "installing $*"
    without_services apt_install "$@" || die "could not install: $*"
    command -v "$command" >/dev/null || die "$command is still missing after installing: $*"
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -qq -y --no-install-recommends "$@" >/dev/null 2>&1 && return
    apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

# without_services COMMAND...: Debian asks policy-rc.d before it starts a service.
without_services() {
    local policy=/usr/sbin/policy-rc.d status=0
    [[ -e $policy ]] && { "$@"; return; }
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    "$@" || status=$?
    rm -f "$policy"
    return "$status"
}

need_go() {
    command -v go >/dev/null && return
    [[ -x /usr/local/go/bin/go ]] && { PATH=$PATH:/usr/local/go/bin; return; }
    die "Go is missing; install $(awk '/^go /{print "Go " $2}' "$ROOT/go.mod") or newer (https://go.dev/dl/)"
}

need_mariadb() {
    PATH=$PATH:/usr/sbin:/usr/local/sbin
    need mariadbd mariadb-server
    need mariadb-install-db mariadb-server
}

need_php() {
    PATH=$PATH:/usr/sbin
    need php php-cli
    local missing=() module loaded
    loaded=$(php -m)
    for module in mysqli:mysql dom:xml mbstring:mbstring curl:curl gd:gd intl:intl; do
        grep -qix "${module%%:*}" <<<"$loaded" || missing+=("php-${module##*:}")
    done
    ((${#missing[@]} == 0)) && return
    [[ $(id -u) == 0 ]] || die "PHP modules are missing; as root: apt-get install ${missing[*]}"
    without_services apt_install "${missing[@]}"
}

need_web() {
    PATH=$PATH:/usr/sbin
    need nginx nginx-light
    php_fpm >/dev/null || need "php-fpm$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')" php-fpm
}

php_fpm() {
    local version
    version=$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
    command -v "php-fpm$version" || command -v php-fpm
}

# free_port: a TCP port of the loopback that nobody listens on, outside the ephemeral range.
free_port() {
    local port try
    for try in {1..50}; do
        port=$((20000 + (RANDOM + try) % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port"; return; }
    done
    die "no free port found"
}

# wait_for SECONDS COMMAND...: until COMMAND succeeds.
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

# private_mariadb DIR: starts it and sets the variables that it prints.
private_mariadb() {
    local lines
    lines=$("$ROOT/scripts/mariadb" start "$1") || die 'the private MariaDB could not be started'
    eval "$lines"
}

alive() { [[ -s $1 ]] && kill -0 "$(cat "$1")" 2>/dev/null; }
gone() { ! alive "$1"; }

# stop_process PIDFILE [SIGNAL]: end the process and wait until it is gone.
stop_process() {
    alive "$1" || return 0
    kill -"${2:-TERM}" "$(cat "$1")"
    wait_for 30 gone "$1" || die "process $(cat "$1") does not end"
    rm -f "$1"
}
