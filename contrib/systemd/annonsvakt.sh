#!/bin/sh
# /usr/local/bin/annonsvakt: the command for people on the service's machine, as the service's user and
# with its configuration, state and secrets.
set -eu
if [ "$(id -un)" != annonsvakt ]; then
  if [ "$(id -u)" = 0 ]; then exec runuser -u annonsvakt -- "$0" "$@"; fi
  exec sudo -u annonsvakt -- "$0" "$@"
fi
set -a
. /etc/annonsvakt/environment
set +a
# A relative path is the person's own; without a right to it, from the state folder.
cd . 2>/dev/null || cd /var/lib/annonsvakt
exec /opt/annonsvakt/current/bin/annonsvakt "$@"
