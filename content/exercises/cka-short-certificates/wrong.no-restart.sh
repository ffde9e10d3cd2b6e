# fails: restart/after
kubeadm certs renew @{pair.file}
kubeadm certs renew @{pair.conf}.conf
systemctl restart kubelet
sleep 60
