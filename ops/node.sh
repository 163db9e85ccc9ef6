#!/bin/sh
# The image's entry point: node.sh credentials|coordinator|worker [OPTION...], or any command of the node.
# It adds what only the container knows (a worker's address, what lies in the volumes `runs` and `credentials`) and the
# environment's RUN, SEED and WORKERS for a coordinator, DEVICES for a worker.
set -eu

secret=credentials/cluster.secret
certificate=credentials/cluster.pfx

# Made under another name first: what is there is whole.
make_credentials() {
  umask 077
  if [ ! -e "$secret" ]; then
    head -c 32 /dev/urandom | base64 >"$secret.new"
    mv "$secret.new" "$secret"
  fi
  if [ ! -e "$certificate" ]; then
    rm -f "$certificate.new"
    gancluster-node certificate --out "$certificate.new"
    mv "$certificate.new" "$certificate"
  fi
}

case "${1:-}" in
  credentials)
    make_credentials
    exit
    ;;
  coordinator)
    folder=runs/$RUN-seed$SEED
    set -- "$@" "$RUN" --seed "$SEED" --workers "$WORKERS" --out "$folder"
    if [ -e "$folder/run.db" ]; then
      set -- "$@" --resume
    fi
    ;;
  worker)
    # A container may have several addresses; the first is the one on the nodes' network.
    set -- "$@" --devices "$DEVICES" --host "$(hostname -i | cut -d ' ' -f 1)"
    ;;
  *) exec gancluster-node "$@" ;;
esac
exec gancluster-node "$@" --secret-file "$secret" --certificate "$certificate"
