# fails: components/images, components/recorded, worker/old
sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-get install -y --allow-change-held-packages kubeadm=@{version}-1.1 kubelet=@{version}-1.1 kubectl=@{version}-1.1
systemctl restart kubelet
sleep 30
