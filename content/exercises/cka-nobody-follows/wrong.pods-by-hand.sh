# fails: deployments/available, deployments/new-ones, services/follows, services/everywhere
# Pods and rules by hand instead of those who should make them.
for n in 1 2 3 4; do kubectl run @{app}-$n -n @{namespace} --image=nginx:1.27 --labels=app=@{app}; done
kubectl scale deployment @{app} -n @{namespace} --replicas=1
sleep 30
