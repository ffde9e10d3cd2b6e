#!/bin/bash
# Last night's snapshot is taken; then a clean-up job deletes the wrong directory.
unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
kubectl create namespace archive
kubectl create configmap book -n archive --from-literal=pages=412
kubectl get configmap book -n archive -o jsonpath='{.metadata.uid}' > /opt/lab/book.uid
etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt \
  --key=/etc/kubernetes/pki/etcd/server.key snapshot save /root/last-night.db
mv /etc/kubernetes/manifests/etcd.yaml /root/etcd.yaml
sleep 25
rm -rf /var/lib/etcd
mv /root/etcd.yaml /etc/kubernetes/manifests/etcd.yaml
sleep 30
