#!/bin/bash
# Something goes wrong in the cluster. Run it once, without reading on, and find out what.
sed -i 's#--kubeconfig=/etc/kubernetes/controller-manager.conf#--kubeconfig=/etc/kubernetes/controller-manger.conf#' /etc/kubernetes/manifests/kube-controller-manager.yaml
sleep 30
kubectl create namespace bakery
kubectl create deployment oven -n bakery --image=nginx:1.27 --replicas=2
