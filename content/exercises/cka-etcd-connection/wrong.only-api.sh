# fails: etcd/healthy, etcd/guarded, api/data, member/written
cd /etc/kubernetes/manifests
@{api.mend}
sleep 60
kubectl get nodes > /opt/answers/etcd/member.txt
