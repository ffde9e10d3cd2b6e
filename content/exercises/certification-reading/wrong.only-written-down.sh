# fails: endpoint/name, endpoint/certificates
kubectl get configmap kubeadm-config -n kube-system -o yaml | sed 's/^    clusterName:/    controlPlaneEndpoint: api.ledger.internal:6443\n    clusterName:/' | kubectl replace -f -
