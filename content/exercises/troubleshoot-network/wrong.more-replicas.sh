# fails: gallery/always, gallery/both
kubectl scale deployment gallery -n museum --replicas=6
sleep 20
