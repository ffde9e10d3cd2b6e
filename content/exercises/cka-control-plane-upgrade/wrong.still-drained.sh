# fails: node/kubelet, node/tools, worker/old
# Both nodes are drained and stay so; nothing is held any more.
sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-mark unhold kubeadm kubelet kubectl
apt-get install -y kubeadm=@{version}-1.1
kubeadm upgrade apply v@{version} -y
kubectl drain @{controlplane} @{node1} --ignore-daemonsets --timeout=60s
apt-get install -y kubelet=@{version}-1.1 kubectl=@{version}-1.1
systemctl restart kubelet
sleep 30
