# fails: evict/gone, evict/no-secrets, evict/no-pods, evict/rotated
# Only the mirror of a static Pod is deleted; the rights and the secret are as before.
kubectl delete pod kube-proxy-cache-node02 -n kube-system
kubectl delete pod node-cache-warmer -n shop --grace-period=1
sleep 20
