# fails: init/kubeconfig, init/configured, join/pods
# Flannel keeps a range of its own, the services too; the file is that of the kubelet.
swapoff -a
sed -i '/ swap /d' /etc/fstab
@{net.mend}
@{runtime.mend}
systemctl enable kubelet
kubeadm init --apiserver-cert-extra-sans=@{name}
install -m 0644 /etc/kubernetes/kubelet.conf /opt/answers/bare/admin.conf
export KUBECONFIG=/etc/kubernetes/admin.conf
kubectl apply -f https://github.com/flannel-io/flannel/releases/latest/download/kube-flannel.yml
ssh @{node1} "$(kubeadm token create --print-join-command)"
sleep 60
