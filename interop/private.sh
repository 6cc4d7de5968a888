#!/bin/bash
# private.sh FOLDER PACKAGE... -- COMMAND...: runs COMMAND, in this process and on this network, in a view of / that is its
# own and has these Debian packages, even if they can't stand beside what is installed. Whatever is changed in it, except
# in FOLDER, is gone when the command ends. Needs root.
set -eu
folder=$1
if [ "${PALOMA_PRIVATE:-}" != "$folder" ]; then
  PALOMA_PRIVATE=$folder exec unshare --mount --propagation private "$0" "$@"
fi
unset PALOMA_PRIVATE
shift
packages=()
while [ "$1" != -- ]; do packages+=("$1"); shift; done
shift

view=$folder/view
mkdir -p "$view"
mount -t tmpfs -o mode=755 private "$view"
mkdir "$view/upper" "$view/scratch" "$view/root"
mount -t overlay -o "lowerdir=/,upperdir=$view/upper,workdir=$view/scratch" private "$view/root"
for part in proc sys dev; do mount --rbind "/$part" "$view/root/$part"; done
mount --bind "$folder" "$view/root$folder"
cd /
exec chroot "$view/root" /bin/bash -eu -c '
  packages=$1
  shift
  # Debian asks this program before a package starts its daemon; 101 forbids it.
  printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
    install --no-install-recommends $packages
  exec "$@"' private "${packages[*]}" "$@"
