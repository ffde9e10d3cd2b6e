# The names of the certificate in certSANs, the API server restarted, the administrator's file made anew by kubeadm.
ssh @{hosts.where} "sed -i '/@{name}/d' /etc/hosts; echo '172.30.1.2 @{name}' >> /etc/hosts"
kubectl get configmap kubeadm-config -n kube-system -o jsonpath='{.data.ClusterConfiguration}' | sed 's/^apiServer: {}/apiServer:\n  certSANs: [@{name}, 172.30.1.2]\ncontrolPlaneEndpoint: @{name}:6443/' > cluster.yaml
kubeadm init phase upload-config kubeadm --config cluster.yaml
rm /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key
kubeadm init phase certs apiserver --config cluster.yaml
rm /etc/kubernetes/admin.conf
kubeadm init phase kubeconfig admin --config cluster.yaml
kubectl config set-cluster kubernetes --server=https://@{name}:6443
etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/peer.crt --key=/etc/kubernetes/pki/etcd/peer.key member list -w table | awk '/started/ {print $2}' > /opt/answers/ha/member.txt
cd /etc/kubernetes/manifests
@{etcd.mend}
sleep 20
mv kube-apiserver.yaml /root/; sleep 25; mv /root/kube-apiserver.yaml .
sleep 40
for host in @{controlplane} @{node1} @{node2}; do
  ssh $host "sed -i 's#https://172.30.1.2:6443#https://@{name}:6443#' /etc/kubernetes/kubelet.conf; systemctl restart kubelet"
done
kubectl get configmap kube-proxy -n kube-system -o yaml | sed 's#https://172.30.1.2:6443#https://@{name}:6443#' | kubectl apply -f -
kubectl delete pods -n kube-system -l k8s-app=kube-proxy
sleep 60
