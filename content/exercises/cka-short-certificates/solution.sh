printf '%s\n' @{pair.file} @{pair.conf}.conf > /opt/answers/certs/soon.txt
date -u -d "$(openssl x509 -in /etc/kubernetes/pki/ca.crt -noout -enddate | cut -d = -f 2)" +%F > /opt/answers/certs/ca.txt

kubeadm certs renew @{pair.file}
kubeadm certs renew @{pair.conf}.conf

cd /etc/kubernetes/manifests
mv kube-apiserver.yaml @{pair.component}.yaml /tmp/
sleep 25
mv /tmp/kube-apiserver.yaml /tmp/@{pair.component}.yaml .
sleep 60
