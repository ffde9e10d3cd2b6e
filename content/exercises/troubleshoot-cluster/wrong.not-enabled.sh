# fails: node02/after-a-reboot
ssh node02 "sed -i 's#cluster-ca.crt#ca.crt#' /var/lib/kubelet/config.yaml; systemctl start kubelet"
sleep 60
