# fails: conflict/data
# It runs, on a volume that was made for the other node.
kubectl scale deployment gallery -n media --replicas=0
kubectl delete pvc photos -n media --timeout=60s
sed -e 's/name: logs/name: photos/' /root/logs.yaml | kubectl apply -n media -f -
kubectl scale deployment gallery -n media --replicas=1
kubectl rollout status deployment/gallery -n media --timeout=120s
