@{file.mend}
cd /etc/kubernetes/manifests
sed -i 's/--client-cert-auth=false/--client-cert-auth=true/' etcd.yaml
sed -i '@{api.mend}' kube-apiserver.yaml
sed -i 's/^    - @{profiled.name}$/&\n    - --profiling=false/' @{profiled.name}.yaml
ssh @{node1} 'sed -i "/anonymous:/{n;s/true/false/}; s/mode: AlwaysAllow/mode: Webhook/; s/^rotateCert/seccompDefault: true\nrotateCert/" /var/lib/kubelet/config.yaml
chmod 600 /usr/lib/systemd/system/kubelet.service
systemctl restart kubelet'
sleep 60
until kubectl get --raw=/readyz; do sleep 5; done
sleep 20
