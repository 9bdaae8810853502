#!/bin/sh
# Makes this machine an agent of its node pool. For images in which mesos-slave is installed and reads /etc/mesos-slave and /etc/mesos/zk.
set -eu

meta=http://169.254.169.254/latest
token=$(curl -sf -X PUT "$meta/api/token" -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')
ask() { curl -sf -H "X-aws-ec2-metadata-token: $token" "$meta/meta-data/$1"; }

attributes=/etc/mesos-slave/attributes
mkdir -p "$attributes"
printf %s '{{ slave_type }}' >"$attributes/slave-type"
printf %s '{{ node_pool }}' >"$attributes/node-pool"
printf %s '{{ cluster }}' >"$attributes/cluster"
ask instance-id >"$attributes/instance-id"
ask instance-type >"$attributes/instance-type"
ask local-hostname >/etc/mesos-slave/hostname

master='{{ master }}'
[ -z "$master" ] || printf %s "$master" >/etc/mesos/zk
systemctl restart mesos-slave || service mesos-slave restart
