kubectl get configmap kubeadm-config -n kube-system -o jsonpath='{.data.ClusterConfiguration}' > cluster.yaml
yq '.networking.serviceSubnet, .networking.podSubnet' cluster.yaml > /root/inventory/network.txt
kubectl get deployments -n ledger -o json | jq -r '.items[] | select([.. | objects | (.secretName?, .secretRef?.name, .secretKeyRef?.name)] | any(. == "signing-key")) | .metadata.name' > /root/inventory/key-users.txt
kubectl get deployments -A -o json | jq -r '.items[] | select(.metadata.namespace != "kube-system") | select(any(.spec.template.spec.containers[]; .resources.limits.memory == null)) | "\(.metadata.namespace)/\(.metadata.name)"' > /root/inventory/unbounded.txt

kubectl patch service book -n ledger -p '{"spec":{"selector":{"app":"book"}}}'

ssh node02 'swapoff -a; sed -i "/swap/d" /etc/fstab
rm /etc/sysctl.d/zz-baseline.conf; sysctl --system > /dev/null
systemctl enable --now containerd'
ssh node02 "$(kubeadm token create --print-join-command)"

sed -i 's/^apiServer: {}/apiServer:\n  certSANs: [api.ledger.internal]/' cluster.yaml
echo 'controlPlaneEndpoint: api.ledger.internal:6443' >> cluster.yaml
mv /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key /root/
kubeadm init phase certs apiserver --config cluster.yaml
kubeadm init phase upload-config kubeadm --config cluster.yaml
kubeadm init phase upload-certs --upload-certs
sleep 45
