# fails: canary/deployments, canary/endpoints
# The canary comes on top: the old ones are not fewer.
kubectl get deployment @{app} -n @{namespace} -o yaml | sed -e 's/name: @{app}$/name: @{app}-canary/' -e 's/track: stable/track: canary/' -e 's/replicas: @{share.all}/replicas: @{share.new}/' -e 's/hello-app:1.0/hello-app:2.0/' -e '/uid:/d' -e '/resourceVersion:/d' | kubectl create -f -
kubectl set selector service @{app} -n @{namespace} app=@{app}
sleep 10
