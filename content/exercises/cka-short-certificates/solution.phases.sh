# The phases of kubeadm init make both anew; the containers are stopped and come again by themselves.
kubeadm certs check-expiration 2> /dev/null | awk '$7 ~ /^[0-9]+d$/ && $7 + 0 < 60 {print $1}' > /opt/answers/certs/soon.txt
kubeadm certs check-expiration 2> /dev/null | grep '^ca ' > /tmp/line
date -u -d "$(awk '{print $3, $2, $4}' /tmp/line | tr -d ,)" +%Y-%m-%d > /opt/answers/certs/ca.txt
cd /etc/kubernetes
rm pki/@{pair.file}.crt pki/@{pair.file}.key @{pair.conf}.conf
kubeadm init phase certs @{pair.phase}
kubeadm init phase kubeconfig @{pair.conf}
crictl stop "$(crictl ps --name @{pair.component} -q)"
crictl stop "$(crictl ps --name kube-apiserver -q)"
sleep 90
