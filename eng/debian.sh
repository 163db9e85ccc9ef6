# What the tests need from Debian. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154

# missing_packages PACKAGE...: elsewhere than on Debian nothing counts as missing, the user brings it (see install_packages).
missing_packages() {
  command -v dpkg-query >/dev/null || return 0
  local installed
  # shellcheck disable=SC2016
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true) # 1 for an unknown name
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sed -n 's/^installed //p' <<<"$installed" | sort)
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1
}

# install_packages PACKAGE...: as root.
install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "no apt-get here; what Debian calls $* has to be there already"
    return
  fi
  local names missing
  names=$(missing_packages "$@")
  if [[ -z $names ]]; then
    return
  fi
  mapfile -t missing <<<"$names"
  say "installing ${missing[*]} (apt-get)"
  apt_install "${missing[@]}" && return
  # The lists may be missing or old.
  apt-get update >>"$log" 2>&1 || fail_with_log "apt-get update failed"
  apt_install "${missing[@]}" || fail_with_log "apt-get could not install ${missing[*]}"
}
