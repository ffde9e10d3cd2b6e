# fails: switch/blue
# There is no way back any more.
kubectl set selector service @{app} -n @{namespace} app=@{app},version=green
kubectl delete deployment @{app}-blue -n @{namespace}
