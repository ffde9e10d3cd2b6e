# The file is put where the configuration looks for it; the request goes through the API.
ssh node02 'cp /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/cluster-ca.crt; systemctl enable kubelet; systemctl restart kubelet'
/root/dump.sh
ssh node01 'truncate -s 0 /var/log/dump/core.4711'
openssl req -new -newkey rsa:2048 -nodes -keyout /root/anna.key -subj '/O=nurses/CN=anna' -out /root/anna.csr
kubectl apply -f - <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: anna }
spec:
  signerName: kubernetes.io/kube-apiserver-client
  request: $(base64 -w 0 /root/anna.csr)
  usages: [client auth]
YAML
kubectl certificate approve anna
sleep 5
kubectl get csr anna -o jsonpath='{.status.certificate}' | base64 -d > /root/anna.crt
/root/night.sh
sed -i -e 's#etcd/ca.pem#etcd/ca.crt#' -e 's#--authorization-modes#--authorization-mode#' /etc/kubernetes/manifests/kube-apiserver.yaml
sed -i 's#--kubeconfig=.*#--kubeconfig=/etc/kubernetes/scheduler.conf#' /etc/kubernetes/manifests/kube-scheduler.yaml
sleep 330
