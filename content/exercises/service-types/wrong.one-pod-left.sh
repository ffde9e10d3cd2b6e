# fails: sticky/all-pods
kubectl scale deployment cart -n shop --replicas=1
sleep 40
