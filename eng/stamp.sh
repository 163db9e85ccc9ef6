# Whether the node is built from what is on the disk now. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154

stamp=$artifacts/setup.stamp

# Of names, sizes and times, so that additions and deletions count; the whole is read in milliseconds.
fingerprint() (
  cd "$root" || exit
  sources=()
  for path in src eng cluster-config ./*.props ./*.targets ./*.config global.json .editorconfig; do
    if [[ -e $path ]]; then
      sources+=("$path")
    fi
  done
  find "${sources[@]}" \( -name bin -o -name obj \) -prune -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort | sha256sum
)

# The build links to libtorch in the package cache, which may have been emptied since.
has_its_libraries() {
  [[ -z $(find "$(dirname "$node")/runtimes" -xtype l -print -quit) ]]
}

is_ready() {
  [[ -x $node && -f $stamp && $(<"$stamp") == "$(fingerprint)" ]] && has_its_libraries
}
