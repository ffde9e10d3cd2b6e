# fails: fair/not-everybody
# A quota without a scope counts everything, spare Pods too.
kubectl create priorityclass business --value=1000
kubectl create priorityclass spare --value=-10 --preemption-policy=Never
kubectl create quota business -n team-a --hard=requests.cpu=500m
