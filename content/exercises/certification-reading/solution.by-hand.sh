# Read from the flags of the processes; the certificate without kubeadm's endpoint, the ConfigMap edited.
grep -o 'service-cluster-ip-range=.*' /etc/kubernetes/manifests/kube-apiserver.yaml | cut -d= -f2 > /root/inventory/network.txt
grep -o 'cluster-cidr=.*' /etc/kubernetes/manifests/kube-controller-manager.yaml | cut -d= -f2 >> /root/inventory/network.txt
printf 'stamp\nmint\nsigner\n' > /root/inventory/key-users.txt
kubectl get deploy -A -o custom-columns=:.metadata.namespace,:.metadata.name,:.spec.template.spec.containers[*].resources > /dev/null
printf 'ledger/mint\narchive/shelf\n' > /root/inventory/unbounded.txt

kubectl delete service book -n ledger
kubectl expose deployment book -n ledger --port=6379

ssh node02 'swapoff /swap.img; sed -i "s|^/swap|#/swap|" /etc/fstab
sed -i s/=.0/=1/ /etc/sysctl.d/zz-baseline.conf; sysctl -p /etc/sysctl.d/zz-baseline.conf
systemctl start containerd; systemctl enable containerd'
TOKEN=$(kubeadm token create)
HASH=$(openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt | openssl pkey -pubin -outform der | sha256sum | cut -d' ' -f1)
ssh node02 kubeadm join 172.30.1.2:6443 --token $TOKEN --discovery-token-ca-cert-hash sha256:$HASH

rm /etc/kubernetes/pki/apiserver.*
kubeadm init phase certs apiserver --apiserver-cert-extra-sans=api.ledger.internal
mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/
sleep 25
mv /root/kube-apiserver.yaml /etc/kubernetes/manifests/
sleep 40
kubectl get configmap kubeadm-config -n kube-system -o yaml | sed 's/^    clusterName:/    controlPlaneEndpoint: api.ledger.internal:6443\n    clusterName:/' | kubectl replace -f -
kubeadm init phase upload-certs --upload-certs
sleep 30
