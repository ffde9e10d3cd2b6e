# fails: canary/endpoints
# The canary runs, and no request reaches it.
kubectl create deployment @{app}-canary -n @{namespace} --image=gcr.io/google-samples/hello-app:2.0 --replicas=@{share.new}
kubectl scale deployment @{app} -n @{namespace} --replicas=@{share.old}
sleep 10
