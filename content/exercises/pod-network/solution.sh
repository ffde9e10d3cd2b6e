ip=$(kubectl get pod vault --namespace=net -o jsonpath='{.status.podIP}')
curl -s http://$ip:8080 > /root/word.txt

ssh node01 ip route get $ip | grep -o 'cali[0-9a-f]*' > /root/device.txt

kubectl patch deployment edge --namespace=net --type=json -p '[
  {"op": "remove", "path": "/spec/template/spec/containers/0/ports/0/hostPort"}
]'

ssh node02 mv /etc/cni/net.d/10-calico.conflist.disabled /etc/cni/net.d/10-calico.conflist

kubectl rollout status deployment/edge --namespace=net --timeout=120s
kubectl wait --for=condition=Ready node/node02 --timeout=180s
kubectl rollout status deployment/late --namespace=net --timeout=180s
sleep 5
