#!/bin/bash
# Becomes systemd as the first process of namespaces of its own; see systemd-host.ts. Nothing of the
# host's own units, runtime folders, logs or kernel settings is touched: what systemd may write is
# mounted over first.
set -e
top=$1
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/log
mount --bind /proc/sys /proc/sys
mount -o remount,ro,bind /proc/sys
mkdir -p /run/systemd/system /run/php
cp "$top"/units/* /run/systemd/system/
for pools in /etc/php/*/fpm/pool.d; do
  [ -d "$pools" ] || continue
  mount -t tmpfs tmpfs "$pools"
  cp "$top"/pools/* "$pools"/
done
exec env -i container=guard PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_UNIT_PATH=/run/systemd/system \
  SYSTEMD_LOG_TARGET=console /lib/systemd/systemd --system --unit=guard.target
