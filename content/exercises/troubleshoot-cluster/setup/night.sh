#!/bin/bash
# Somebody "only tidied up a little". Run it once, without reading on.
kubectl create configmap night -n kube-public
sed -i -e 's#--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt#--etcd-cafile=/etc/kubernetes/pki/etcd/ca.pem#' -e 's#--authorization-mode=Node,RBAC#--authorization-modes=Node,RBAC#' /etc/kubernetes/manifests/kube-apiserver.yaml
sed -i 's#--kubeconfig=/etc/kubernetes/scheduler.conf#--kubeconfig=/etc/kubernetes/sheduler.conf#' /etc/kubernetes/manifests/kube-scheduler.yaml
sleep 40
