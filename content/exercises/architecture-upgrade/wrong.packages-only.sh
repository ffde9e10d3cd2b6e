# fails: control-plane/api-server, control-plane/recorded
# New packages change the kubelet; the control plane's manifests stay as they are.
sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-get install -y --allow-change-held-packages kubeadm=1.35.0-1.1 kubelet=1.35.0-1.1 kubectl=1.35.0-1.1
systemctl daemon-reload
systemctl restart kubelet
sleep 30
