# fails: catalog/both, catalog/answers
# A label on the Deployment itself is not one on its Pods.
kubectl label deployment catalog -n shop app=catalog --overwrite
sleep 5
