# Label and taint come with the configuration of the join; what is in the way is removed by hand.
ssh @{node2} "
  @{present.mend}
  systemctl stop kubelet
  @{past.other}
"
token=$(kubeadm token create)
hash=$(openssl x509 -in /etc/kubernetes/pki/ca.crt -noout -pubkey | openssl pkey -pubin -outform der | sha256sum | cut -d' ' -f1)
ssh @{node2} tee /root/join.yaml <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: 172.30.1.2:6443
    token: $token
    caCertHashes: ["sha256:$hash"]
nodeRegistration:
  taints: [{ key: @{key}, value: @{pool}, effect: NoSchedule }]
  kubeletExtraArgs: [{ name: node-labels, value: @{key}=@{pool} }]
YAML
ssh @{node2} kubeadm join --config /root/join.yaml
kubeadm token create --ttl @{hours.n}h0m0s --description '@{description}' --print-join-command | tee /opt/answers/join/command.sh
kubectl wait --for=condition=Ready node/@{node2} --timeout=120s
sleep 20
