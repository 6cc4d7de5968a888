# Shared by interop/run and .ci/run: counting, Debian packages, waiting. Sourced, not run.

passed=0
failed=0

pass() { passed=$((passed + 1)); echo "  ok      $1"; }
fail() { failed=$((failed + 1)); echo "  FAILED  $1"; }

# check NAME COMMAND...: the check passes if the command does.
check() {
  local name=$1
  shift
  if "$@"; then pass "$name"; else fail "$name"; fi
}

# add "N passed, M failed": takes another program's counts over; no such line is a failure.
add() {
  if [[ "$1" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  else
    fail "no counts, but: '$1'"
  fi
}

# summary: the closing line; fails if anything did, or if nothing was checked at all.
summary() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# need PACKAGE...: installs the Debian packages that are missing, without starting what they bring.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    echo "interop: install first, as root: apt-get install ${missing[*]}" >&2
    return 1
  fi
  echo "installing ${missing[*]}"
  install_quietly "${missing[@]}"
}

install_quietly() {
  local policy=/usr/sbin/policy-rc.d log="$work/apt.log" made=0 status=0
  # Debian asks this program before a package starts its daemon; 101 forbids it.
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    made=1
  fi
  {
    [ -e "$work/apt-updated" ] || apt-get -q -o Acquire::Retries=3 update
    touch "$work/apt-updated"
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
      install --no-install-recommends "$@"
  } >"$log" 2>&1 </dev/null || status=$?
  [ "$made" -eq 0 ] || rm -f "$policy"
  [ "$status" -eq 0 ] || tail -n 20 "$log" >&2
  return "$status"
}

# until_true SECONDS COMMAND...: asks again, ten times a second, until the command succeeds.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# Says goodbye, so that no lost connection is in a server's log.
answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    read -r -t 10 _ <&3 || exit 1
    printf 'QUIT\r\n' >&3
    timeout 10 cat <&3
  ) 2>/dev/null | grep -q '^221'
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
