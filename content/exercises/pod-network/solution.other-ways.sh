# Asked from a Pod, read from the routing table, no ports at all, and the configuration taken from the other node.
ip=$(kubectl get pod vault -n net -o jsonpath='{.status.podIP}')
kubectl exec -n net daemonset/tools -- curl -s $ip:8080 > word.txt
ssh node01 ip route | grep "^$ip " > device.txt
kubectl get deployment edge -n net -o json | jq 'del(.spec.template.spec.containers[0].ports)' | kubectl replace -f -
scp -q node01:/etc/cni/net.d/10-calico.conflist /tmp/
scp -q /tmp/10-calico.conflist node02:/etc/cni/net.d/
kubectl rollout status deployment/edge -n net --timeout=120s
kubectl wait --for=condition=Ready node/node02 --timeout=180s
kubectl rollout status deployment/late -n net --timeout=180s
sleep 5
