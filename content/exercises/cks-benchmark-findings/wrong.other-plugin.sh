# fails: control-plane/findings, control-plane/kept
# All of it, but the API server asks nobody at all, and the kubelet's file is spoilt.
cd /etc/kubernetes/manifests
@{file.mend}
sed -i 's/--client-cert-auth=false/--client-cert-auth=true/' etcd.yaml
sed -i '@{api.mend}; s/--authorization-mode=.*/--authorization-mode=AlwaysAllow/; s/--enable-admission-plugins=.*/--enable-admission-plugins=AlwaysPullImages/' kube-apiserver.yaml
sed -i 's/^    - @{profiled.name}$/&\n    - --profiling=false/' @{profiled.name}.yaml
sleep 60
