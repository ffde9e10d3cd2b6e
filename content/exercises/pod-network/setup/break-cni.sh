mv /etc/cni/net.d/10-calico.conflist /etc/cni/net.d/10-calico.conflist.disabled
