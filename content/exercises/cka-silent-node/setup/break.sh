systemctl stop kubelet
systemctl disable kubelet
@{fault.break}
