# All of the control plane is stopped; the directory has the same name within the container.
export ETCDCTL_CACERT=/etc/kubernetes/pki/etcd/ca.crt ETCDCTL_CERT=/etc/kubernetes/pki/apiserver-etcd-client.crt ETCDCTL_KEY=/etc/kubernetes/pki/apiserver-etcd-client.key
etcdctl snapshot save /opt/answers/etcd/now.db
mkdir /root/stopped
mv /etc/kubernetes/manifests/*.yaml /root/stopped/
sleep 25
etcdutl snapshot restore /opt/files/etcd/@{file} --data-dir=/var/lib/@{directory}
sed -i 's#/var/lib/etcd#/var/lib/@{directory}#' /root/stopped/etcd.yaml
mv /root/stopped/*.yaml /etc/kubernetes/manifests/
sleep 120
