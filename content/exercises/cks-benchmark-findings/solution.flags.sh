# The manifests written anew elsewhere and put back; the kubelet's settings as flags.
mkdir -p /root/work
cd /etc/kubernetes/manifests
for name in etcd kube-apiserver @{profiled.name}; do cp $name.yaml /root/work/; done
cd /root/work
sed -i '/--client-cert-auth=/d; s/- --cert-file=.*/&\n    - --client-cert-auth/' etcd.yaml
sed -i '@{api.also}' kube-apiserver.yaml
echo "$(sed 's/- @{profiled.name}$/&\n    - "--profiling=false"/' @{profiled.name}.yaml)" > @{profiled.name}.yaml
install -m 600 -o root -g root etcd.yaml kube-apiserver.yaml @{profiled.name}.yaml /etc/kubernetes/manifests/
@{file.mend}
ssh @{node1} 'sed -i "s/\"$/ --anonymous-auth=false --authorization-mode=Webhook --seccomp-default=true\"/" /var/lib/kubelet/kubeadm-flags.env
chmod 400 $(systemctl show kubelet -p FragmentPath --value); systemctl restart kubelet'
sleep 60
until kubectl get --raw=/readyz; do sleep 5; done
sleep 20
