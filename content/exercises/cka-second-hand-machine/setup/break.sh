systemctl stop kubelet
@{past.break}
@{present.break}
systemctl start kubelet
true
