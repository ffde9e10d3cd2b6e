# fails: budget/one-at-a-time, budget/least
# The budget is in the way, and goes.
kubectl delete pdb @{app} -n @{namespace}
kubectl drain @{node2} --ignore-daemonsets
sleep 20
