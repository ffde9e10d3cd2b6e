# fails: fair/classes, fair/report
# Everything is business unless it says otherwise, and report says nothing.
kubectl create priorityclass business --value=1000 --global-default=true
kubectl create priorityclass spare --value=-10
kubectl rollout restart deployment/checkout -n team-b
kubectl rollout restart deployment/report -n team-a
sleep 60
