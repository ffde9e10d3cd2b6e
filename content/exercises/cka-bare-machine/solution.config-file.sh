# From a configuration file, with Flannel told the range of the Pods.
sed -i '/swapfile/s/^/# /' /etc/fstab
swapoff /swapfile
echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/zz-kubernetes.conf
sysctl --system
@{runtime.mend}
systemctl enable kubelet
crictl config --set runtime-endpoint=unix:///var/run/containerd/containerd.sock --set image-endpoint=unix:///var/run/containerd/containerd.sock
cat > /root/kubeadm.yaml <<'YAML'
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens: [{ token: abcdef.0123456789abcdef, ttl: 2h0m0s }]
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.35.0
networking: { podSubnet: @{pods}, serviceSubnet: @{services.range} }
apiServer: { certSANs: ["@{name}"] }
YAML
kubeadm init --config /root/kubeadm.yaml
cp /etc/kubernetes/admin.conf /opt/answers/bare/
export KUBECONFIG=/etc/kubernetes/admin.conf
curl -sL https://github.com/flannel-io/flannel/releases/latest/download/kube-flannel.yml | sed 's#10.244.0.0/16#@{pods}#' | kubectl apply -f -
hash=$(openssl x509 -pubkey -in /etc/kubernetes/pki/ca.crt | openssl rsa -pubin -outform der 2> /dev/null | openssl dgst -sha256 -hex | sed 's/^.* //')
server=$(kubectl config view -o jsonpath='{.clusters[0].cluster.server}')
ssh @{node1} kubeadm join ${server#https://} --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:$hash
sleep 60
