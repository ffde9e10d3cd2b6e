# fails: api/data, member/written
# etcd begins anew in another directory; the name of the member instead of its ID.
cd /etc/kubernetes/manifests
@{etcd.mend}
@{api.mend}
sed -i 's#path: /var/lib/etcd$#path: /var/lib/etcd-new#' etcd.yaml
sleep 120
echo "@{controlplane}" > /opt/answers/etcd/member.txt
