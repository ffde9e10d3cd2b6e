@{network.break}
@{runtime.break}
systemctl disable containerd
systemctl restart containerd
true
