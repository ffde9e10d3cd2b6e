# fails: bundle/private
etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key snapshot save /var/backups/etcd.db
tar -czf /var/backups/pki.tgz -C /etc/kubernetes pki
