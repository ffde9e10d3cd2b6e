# Without a drain, and without taking the hold off.
curl -fsSL https://pkgs.k8s.io/core:/stable:/v1.35/deb/Release.key | gpg --dearmor --yes -o /etc/apt/keyrings/kubernetes-apt-keyring.gpg
echo 'deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.gpg] https://pkgs.k8s.io/core:/stable:/v1.35/deb/ /' > /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-get install -y --allow-change-held-packages kubeadm='@{version}-*'
kubeadm upgrade plan
kubeadm upgrade apply -y v@{version}
apt-get install -y --allow-change-held-packages kubelet='@{version}-*' kubectl='@{version}-*'
apt-mark hold kubeadm kubelet kubectl
systemctl restart kubelet
sleep 30
