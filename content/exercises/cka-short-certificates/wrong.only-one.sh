# fails: find/names, renew/valid, restart/after
kubeadm certs renew @{pair.file}
echo @{pair.file} > /opt/answers/certs/soon.txt
crictl stop "$(crictl ps --name kube-apiserver -q)"
sleep 60
