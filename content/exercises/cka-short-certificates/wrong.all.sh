# fails: find/names, renew/others, find/authority
kubeadm certs renew all
kubeadm certs check-expiration 2> /dev/null | awk 'NF > 5 {print $1}' > /opt/answers/certs/soon.txt
openssl x509 -in /etc/kubernetes/pki/ca.crt -noout -enddate > /opt/answers/certs/ca.txt
for each in kube-apiserver kube-scheduler kube-controller-manager etcd; do crictl stop "$(crictl ps --name $each -q)"; done
sleep 90
