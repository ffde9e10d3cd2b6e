# fails: host-network/ready
kubectl patch daemonset agent -n ops -p '{"spec":{"template":{"spec":{"hostNetwork":false}}}}'
kubectl rollout status daemonset/agent -n ops --timeout=180s
