# fails: undo/green, undo/blue
kubectl rollout undo deployment/api -n green
sleep 40
