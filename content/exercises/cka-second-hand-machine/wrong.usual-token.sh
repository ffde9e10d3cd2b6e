# fails: token/lifetime, kept/only-those
# The token lives for a day, and the node is for all.
kubeadm token create --print-join-command > /opt/answers/join/command.sh
ssh @{node2} "
  @{present.mend}
  @{past.mend}
"
ssh @{node2} "$(cat /opt/answers/join/command.sh)"
kubectl wait --for=condition=Ready node/@{node2} --timeout=120s
kubectl label node @{node2} @{key}=@{pool}
sleep 20
