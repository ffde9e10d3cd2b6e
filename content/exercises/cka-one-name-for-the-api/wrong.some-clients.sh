# fails: clients/files, clients/proxy, name/trusted
# Only what is at hand; the hosts file of the other machine stays wrong, and kube-proxy is not told.
kubectl get configmap kubeadm-config -n kube-system -o jsonpath='{.data.ClusterConfiguration}' > cluster.yaml
echo 'controlPlaneEndpoint: @{name}:6443' >> cluster.yaml
rm /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key
kubeadm init phase certs apiserver --config cluster.yaml
kubeadm init phase upload-config kubeadm --config cluster.yaml
sleep 60
sed -i 's#server: .*#server: https://@{name}:6443#' /etc/kubernetes/admin.conf /etc/kubernetes/kubelet.conf
systemctl restart kubelet
sleep 30
