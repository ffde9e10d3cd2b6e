#!/bin/bash
# Saves the cluster as it is now to /root/before.db; then somebody deletes the wrong namespace.
unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt \
  --key=/etc/kubernetes/pki/etcd/server.key snapshot save /root/before.db
kubectl delete namespace archive
