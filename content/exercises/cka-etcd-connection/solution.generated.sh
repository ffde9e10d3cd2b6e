# kubeadm writes both manifests anew.
kubeadm init phase etcd local
kubeadm init phase control-plane apiserver
until kubectl get --raw=/readyz; do sleep 5; done
cd /etc/kubernetes/pki
etcdctl --endpoints=https://127.0.0.1:2379 --cacert=etcd/ca.crt --cert=apiserver-etcd-client.crt --key=apiserver-etcd-client.key member list -w json > /tmp/members.json
printf '%x\n' "$(grep -o '"ID":[0-9]*' /tmp/members.json | cut -d: -f2)" > /opt/answers/etcd/member.txt
sleep 60
