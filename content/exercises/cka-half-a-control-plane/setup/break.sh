kubectl create namespace @{namespace}
kubectl create deployment @{app} -n @{namespace} --image=nginx:1.27
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
cd /etc/kubernetes/manifests
restart() { mv $1.yaml /etc/kubernetes/; sleep 25; mv /etc/kubernetes/$1.yaml .; }
@{manager.break}
@{scheduler.break}
sleep 45
kubectl scale deployment @{app} -n @{namespace} --replicas=@{replicas}
kubectl run @{app}-rehearsal -n @{namespace} --image=nginx:1.27
sleep 10
