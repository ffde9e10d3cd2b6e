# fails: kubelet/refuses, kubelet/asks, kubelet/ready, control-plane/findings
# The kubelet has read its file when it started; one check of the control plane is overlooked.
cd /etc/kubernetes/manifests
@{file.mend}
sed -i '@{api.mend}' kube-apiserver.yaml
sed -i 's/^    - @{profiled.name}$/&\n    - --profiling=false/' @{profiled.name}.yaml
ssh @{node1} 'sed -i "/anonymous:/{n;s/true/false/}; s/mode: AlwaysAllow/mode: Webhook/; s/^rotateCert/seccompDefault: true\nrotateCert/" /var/lib/kubelet/config.yaml; chmod 600 /usr/lib/systemd/system/kubelet.service'
sleep 60
