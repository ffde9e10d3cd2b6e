sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-mark unhold kubeadm kubelet kubectl
apt-get install -y kubeadm=@{version}-1.1
kubeadm upgrade apply v@{version} -y
kubectl drain @{controlplane} --ignore-daemonsets
apt-get install -y kubelet=@{version}-1.1 kubectl=@{version}-1.1
apt-mark hold kubeadm kubelet kubectl
systemctl restart kubelet
kubectl uncordon @{controlplane}
sleep 30
