# fails: prune/ours, prune/theirs
kubectl delete deployments,services,configmaps,poddisruptionbudgets --all -n shop
