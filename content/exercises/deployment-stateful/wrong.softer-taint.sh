# fails: every-node/taint-stays
# The agent comes, and so may anybody else whom the workers have no room for.
kubectl taint node controlplane node-role.kubernetes.io/control-plane:NoSchedule-
kubectl taint node controlplane node-role.kubernetes.io/control-plane:PreferNoSchedule
kubectl rollout status daemonset/log-agent -n infra --timeout=60s
sleep 30
