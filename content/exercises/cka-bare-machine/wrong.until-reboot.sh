# fails: prepare/after-reboot, prepare/crictl, init/configured, init/name, init/kubeconfig, join/ready
# All only for now, with the ranges of the house, and nobody joins.
swapoff -a
sysctl -w net.ipv4.ip_forward=1
@{runtime.mend}
kubeadm init --pod-network-cidr=10.244.0.0/16
export KUBECONFIG=/etc/kubernetes/admin.conf
kubectl apply -f https://raw.githubusercontent.com/projectcalico/calico/v3.31.0/manifests/calico.yaml
sleep 60
