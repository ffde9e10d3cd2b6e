# fails: writer/next-time
# This once: all Pods are deleted, the strategy is as it was.
kubectl scale deployment @{app} -n @{namespace} --replicas=0
sleep 20
kubectl scale deployment @{app} -n @{namespace} --replicas=1
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 20
