# fails: preview/answers, switch/all-green
# Switched without a look.
kubectl scale deployment @{app}-green -n @{namespace} --replicas=@{replicas}
kubectl set selector service @{app} -n @{namespace} app=@{app},version=green
kubectl scale deployment @{app}-blue -n @{namespace} --replicas=0
sleep 20
