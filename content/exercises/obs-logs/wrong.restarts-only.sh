# fails: last-words/available, last-words/rates
# A new Pod says the same.
kubectl rollout restart deployment/billing -n shop
kubectl delete pod -n shop -l app=billing --wait=false
sleep 60
