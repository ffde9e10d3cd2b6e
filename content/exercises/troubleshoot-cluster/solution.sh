ssh node02 "
  sed -i 's#cluster-ca.crt#ca.crt#' /var/lib/kubelet/config.yaml
  systemctl enable --now kubelet
"
bash /root/dump.sh
ssh node01 'rm /var/log/dump/core.4711'
openssl req -new -key /root/anna.key -subj /O=nurses/CN=anna -out /root/anna.csr
openssl x509 -req -in /root/anna.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -days 90 -out /root/anna.crt
bash /root/night.sh
sed -i -e 's#etcd/ca.pem#etcd/ca.crt#' -e 's#--authorization-modes#--authorization-mode#' /etc/kubernetes/manifests/kube-apiserver.yaml
sed -i 's#/sheduler.conf#/scheduler.conf#' /etc/kubernetes/manifests/kube-scheduler.yaml
until kubectl get --raw=/readyz; do sleep 5; done
kubectl wait --for=condition=Ready node/node02 --timeout=120s
sleep 330
