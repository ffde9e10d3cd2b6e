swapoff -a
sed -i '/ swap /d' /etc/fstab
@{net.mend}
@{runtime.mend}
systemctl enable kubelet
cat > /etc/crictl.yaml <<'YAML'
runtime-endpoint: unix:///run/containerd/containerd.sock
image-endpoint: unix:///run/containerd/containerd.sock
YAML

kubeadm init --pod-network-cidr=@{pods} --service-cidr=@{services.range} --apiserver-cert-extra-sans=@{name}
install -m 0644 /etc/kubernetes/admin.conf /opt/answers/bare/admin.conf

export KUBECONFIG=/etc/kubernetes/admin.conf
kubectl apply -f https://raw.githubusercontent.com/projectcalico/calico/v3.31.0/manifests/calico.yaml
ssh @{node1} "$(kubeadm token create --print-join-command)"
sleep 60
