# fails: api/data, api/works, api/by-tls
cd /etc/kubernetes/manifests
@{etcd.mend}
sleep 60
