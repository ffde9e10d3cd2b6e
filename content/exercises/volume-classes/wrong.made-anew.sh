# fails: grow/data
# A larger claim, and an empty one.
kubectl delete pvc orders -n shop
sed -e 's/name: logs/name: orders/' -e 's/local-path/standard/' -e 's/500Mi/3Gi/' /root/logs.yaml | kubectl apply -n shop -f -
kubectl scale deployment orders -n shop --replicas=1
kubectl rollout status deployment/orders -n shop --timeout=180s
