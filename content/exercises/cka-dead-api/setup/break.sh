kubectl create namespace @{namespace}
kubectl create deployment @{app} -n @{namespace} --image=nginx:1.27
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
cd /etc/kubernetes/manifests
@{component.break}
sleep 40
kubectl scale deployment @{app} -n @{namespace} --replicas=@{replicas}
sleep 5
@{api.break}
sleep 60
