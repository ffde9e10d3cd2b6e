systemctl stop kubelet
systemctl disable kubelet
sed -i 's#/etc/kubernetes/pki/ca.crt#/etc/kubernetes/pki/cluster-ca.crt#' /var/lib/kubelet/config.yaml
