for host in @{controlplane} @{node1} @{node2}; do ssh $host "sed -i 's/^.* @{name}$/172.30.1.2 @{name}/' /etc/hosts"; done
@{etcd.mend}
sleep 30
until kubectl get --raw=/readyz; do sleep 5; done
kubectl get configmap kubeadm-config -n kube-system -o jsonpath='{.data.ClusterConfiguration}' > cluster.yaml
echo 'controlPlaneEndpoint: @{name}:6443' >> cluster.yaml
mv /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key /root/
kubeadm init phase certs apiserver --config cluster.yaml
kubeadm init phase upload-config kubeadm --config cluster.yaml
sed -i 's#server: .*#server: https://@{name}:6443#' /etc/kubernetes/admin.conf
for host in @{controlplane} @{node1} @{node2}; do
  ssh $host "sed -i 's#server: .*#server: https://@{name}:6443#' /etc/kubernetes/kubelet.conf; systemctl restart kubelet"
done
sleep 60
kubectl get configmap kube-proxy -n kube-system -o yaml | sed 's#server: .*#server: https://@{name}:6443#' | kubectl replace -f -
kubectl rollout restart daemonset/kube-proxy -n kube-system
kubectl rollout status daemonset/kube-proxy -n kube-system --timeout=120s
etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key member list | cut -d, -f1 > /opt/answers/ha/member.txt
sleep 20
