# fails: evict/settings, evict/gone
kubectl delete rolebinding gallery -n shop
kubectl create secret generic card-terminal -n shop --from-literal=pin=1 --dry-run=client -o yaml | kubectl replace -f -
