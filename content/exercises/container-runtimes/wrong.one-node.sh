# fails: offline/everywhere
# It runs where the image is, and only there.
docker save offline:1 | ssh node02 ctr -n k8s.io images import -
kubectl cordon node01
kubectl delete pods -n lab -l app=offline
kubectl rollout status deployment/offline -n lab --timeout=180s
kubectl uncordon node01
