# fails: etcd/healthy, etcd/guarded, api/by-tls
# Without certificates nothing can be wrong with them.
cd /etc/kubernetes/manifests
@{etcd.mend}
@{api.mend}
sed -i 's#https://127.0.0.1:2379#http://127.0.0.1:2379#' etcd.yaml
sed -i 's#--etcd-servers=https#--etcd-servers=http#; /--etcd-.*file=/d' kube-apiserver.yaml
sleep 120
