cd /etc/kubernetes/manifests
@{etcd.mend}
@{api.mend}
until kubectl get --raw=/readyz; do sleep 5; done
cd /etc/kubernetes/pki/etcd
etcdctl --cacert=ca.crt --cert=server.crt --key=server.key member list | cut -d , -f 1 > /opt/answers/etcd/member.txt
sleep 60
