# What the data need from Debian. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154

# needed_packages [MORE]
needed_packages() {
  printf '%s\n' dataset-fashion-mnist "$@"
}

# missing_packages [MORE]: elsewhere than on Debian nothing counts as missing, the user brings it (see install_packages).
missing_packages() {
  command -v dpkg-query >/dev/null || return 0
  local needed installed
  mapfile -t needed < <(needed_packages "$@")
  # shellcheck disable=SC2016
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${needed[@]}" 2>/dev/null || true) # 1 for an unknown name
  comm -23 <(printf '%s\n' "${needed[@]}" | sort -u) <(sed -n 's/^installed //p' <<<"$installed" | sort)
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1
}

# install_packages [MORE]
install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "no apt-get here; what Debian calls $(needed_packages "$@" | paste -sd ' ') has to be there already"
    return
  fi
  local names missing
  names=$(missing_packages "$@")
  if [[ -z $names ]]; then
    return
  fi
  mapfile -t missing <<<"$names"
  if [[ $EUID != 0 ]]; then
    say "Debian packages are missing; run this as root, then the same command again:"
    echo "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 2
  fi
  say "installing ${missing[*]} (apt-get)"
  apt_install "${missing[@]}" && return
  # The lists may be missing or old.
  apt-get update >>"$log" 2>&1 || fail_with_log "apt-get update failed"
  apt_install "${missing[@]}" || fail_with_log "apt-get could not install ${missing[*]}"
}
