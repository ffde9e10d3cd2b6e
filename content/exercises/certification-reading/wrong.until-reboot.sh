# fails: new-node/runs-pods, new-node/boot-files
# All right until the machine starts again.
ssh node02 'swapoff -a; sysctl -w net.ipv4.ip_forward=1; systemctl start containerd'
ssh node02 "$(kubeadm token create --print-join-command)"
sleep 60
