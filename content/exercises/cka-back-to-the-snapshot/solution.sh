etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt \
  --key=/etc/kubernetes/pki/etcd/server.key snapshot save /opt/answers/etcd/now.db
etcdutl snapshot restore /opt/files/etcd/@{file} --data-dir /var/lib/@{directory}
sed -i 's#path: /var/lib/etcd$#path: /var/lib/@{directory}#' /etc/kubernetes/manifests/etcd.yaml
sleep 90
