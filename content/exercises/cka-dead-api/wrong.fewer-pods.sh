# fails: pods/available, pods/new-ones
# The Deployment is cut down to what runs.
cd /etc/kubernetes/manifests
@{api.mend}
until kubectl get --raw=/readyz; do sleep 5; done
kubectl scale deployment @{app} -n @{namespace} --replicas=1
sleep 60
