# fails: snapshot/readable
# Without certificates etcd gives nothing away.
etcdctl snapshot save /var/backups/etcd.db
touch /var/backups/etcd.db
