# fails: prepare/after-reboot, join/ready, join/pods
# Warnings are ignored, and the network add-on is forgotten.
@{net.mend}
@{runtime.mend}
kubeadm init --ignore-preflight-errors=all --pod-network-cidr=@{pods} --service-cidr=@{services.range} --apiserver-cert-extra-sans=@{name}
cp /etc/kubernetes/admin.conf /opt/answers/bare/
ssh @{node1} "$(kubeadm token create --print-join-command)"
sleep 60
