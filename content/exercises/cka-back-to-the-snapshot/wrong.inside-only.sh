# fails: restore/state, restore/works
# The argument is changed and the volume is not: etcd begins anew in its container.
etcdutl snapshot restore /opt/files/etcd/@{file} --data-dir /var/lib/@{directory}
sed -i 's#--data-dir=/var/lib/etcd#--data-dir=/var/lib/@{directory}#' /etc/kubernetes/manifests/etcd.yaml
sleep 90
