# fails: restore/state, restore/directory
# Nobody told etcd.
etcdutl snapshot restore /opt/files/etcd/@{file} --data-dir /var/lib/@{directory}
sleep 30
