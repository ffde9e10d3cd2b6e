kubectl create namespace @{namespace}
kubectl create deployment @{app} -n @{namespace} --image=nginx:1.27
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
@{proxy.break}
kubectl delete pods -n kube-system -l k8s-app=kube-proxy --wait=false
sleep 20
kubectl expose deployment @{app} -n @{namespace} --port=80
sleep 2
@{manager.break}
sleep 30
kubectl scale deployment @{app} -n @{namespace} --replicas=@{replicas}
sleep 30
