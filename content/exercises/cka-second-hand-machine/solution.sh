command=$(kubeadm token create --ttl @{hours.n}h --description '@{description}' --print-join-command)
echo "$command" > /opt/answers/join/command.sh
ssh @{node2} "
  @{present.mend}
  @{past.mend}
"
ssh @{node2} "$command"
kubectl wait --for=create node/@{node2} --timeout=60s
kubectl label node @{node2} @{key}=@{pool}
kubectl taint node @{node2} @{key}=@{pool}:NoSchedule
kubectl wait --for=condition=Ready node/@{node2} --timeout=120s
sleep 20
