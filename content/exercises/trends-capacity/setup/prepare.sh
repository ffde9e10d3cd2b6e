kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.8.0/components.yaml
kubectl patch deployment metrics-server -n kube-system --type=json -p '[
  {"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"},
  {"op":"add","path":"/spec/template/spec/nodeSelector/kubernetes.io~1hostname","value":"controlplane"},
  {"op":"add","path":"/spec/template/spec/tolerations","value":[{"operator":"Exists"}]}]'
kubectl label node node01 node02 pool=general
kubectl label node node03 node04 pool=spot
kubectl taint node node03 node04 pool=spot:NoSchedule
for pool in teams/node05 office/node06; do
  kubectl label node ${pool#*/} pool=${pool%/*}
  kubectl taint node ${pool#*/} pool=${pool%/*}:NoSchedule
done
for ns in plant media team-a team-b office; do kubectl create namespace $ns; done
kubectl apply -f /tmp/first.yaml
kubectl rollout status deployment/small -n plant --timeout=120s
kubectl rollout status deployment/report -n team-a --timeout=120s
kubectl rollout status deployment/archive -n office --timeout=120s
kubectl rollout status deployment/search -n office --timeout=120s
kubectl apply -f /tmp/second.yaml
kubectl rollout status deployment/metrics-server -n kube-system --timeout=120s
rm /tmp/first.yaml /tmp/second.yaml
sleep 45
