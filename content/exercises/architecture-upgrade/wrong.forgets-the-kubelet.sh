# fails: control-plane/kubelet
# kubeadm upgrades what it runs; the kubelet is a package.
sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-get install -y --allow-change-held-packages kubeadm=1.35.0-1.1
kubeadm upgrade apply v1.35.0 -y
sleep 30
